import { production } from "../http/services.ts";
import { serve } from "../http/serve.ts";
import { applyForHome } from "./apply-for-home.ts";
import { getApplication } from "./get-application.ts";
import { getMyApplications } from "./get-my-applications.ts";
import { registerIntent } from "./register-intent.ts";

/** Every endpoint of this Lambda. */
export const endpoints = [applyForHome, getMyApplications, getApplication, registerIntent] as const;

export const handler = serve(() => endpoints.map((make) => make(production())));
