import { production } from "../http/services.ts";
import { serve } from "../http/serve.ts";
import { finishSignIn } from "./finish-sign-in.ts";
import { getMe } from "./get-me.ts";
import { signOut } from "./sign-out.ts";
import { startSignIn } from "./start-sign-in.ts";

export const endpoints = [startSignIn, finishSignIn, signOut, getMe] as const;

export const handler = serve(() => endpoints.map((make) => make(production())));
