import { catalogue } from "./catalogue.ts";

/** A part of a page of text: heading, paragraphs, perhaps a command to copy. */
export type Section = {
  readonly id: string;
  readonly heading: string;
  readonly paragraphs: readonly string[];
  readonly command?: string;
};
export type Prose = {
  readonly title: string;
  readonly lead: string;
  readonly sections: readonly Section[];
};

export const helpTexts = catalogue<Prose>({
  zh: {
    title: "帮助",
    lead: "这里说明各项业务怎么办。需要人工帮助，请拨打 12345。",
    sections: [
      {
        id: "file",
        heading: "租赁合同备案",
        paragraphs: [
          "签订合同后 30 日内，由房东、租赁企业或经纪机构办理备案。超过 30 日也可以补办。",
          "准备好双方证件、不动产权证或其他合法证明、租赁合同。",
          "信息核对一致的，当场取得备案证明；需要人工核对的，3 个工作日内答复。",
          "网页填报正在建设。现在可以到县（市、区）住建部门窗口办理，工作人员代为录入，由您确认。",
        ],
      },
      {
        id: "confirm",
        heading: "承租人确认合同",
        paragraphs: [
          "对方填报后，您会收到短信。登录后逐项核对，选择无误或指出有误之处。",
          "指出有误后，合同退回修改，双方需要重新确认。",
          "房东没有备案的，承租人可以自己备案。",
        ],
      },
      {
        id: "apply",
        heading: "申请保障性住房",
        paragraphs: [
          "先申请资格，审核和公示通过后取得轮候号。公示期为 7 个工作日。",
          "有新方案时，在意向登记期内报名。每户只能有一份申请。",
          "意向登记后领取摇号凭证。凭证含您的个人信息，请自己保管，不要发给别人。",
        ],
      },
      {
        id: "verify",
        heading: "验证一次摇号",
        paragraphs: [
          "名册是参加摇号的编号清单，摇号前公布。承诺是见证人事先封存的数字，事后打开核对。",
          "种子由见证人的数字和公开的开奖号码算出，谁也不能单独决定。",
          "验证页在您的设备上重新计算全部过程，不采用我们给出的结论。",
          "您也可以下载结果文件，用独立程序验证：",
        ],
        command: "npm run verify -- bundle.json",
      },
      {
        id: "sign-in",
        heading: "登录",
        paragraphs: [
          "登录由统一身份认证核实姓名和证件。台湾、香港、澳门居民和外国人可用各自证件认证。",
          "不能在网上认证的，可以到窗口办理，或委托亲友代办。",
        ],
      },
    ],
  },
  en: {
    title: "Help",
    lead: "How each service works. For help from a person, call 12345.",
    sections: [
      {
        id: "file",
        heading: "Filing a lease",
        paragraphs: [
          "Landlords, rental firms and brokers file a contract within 30 days of signing. Later filings are accepted too.",
          "Have ready: both sides' papers, the title certificate or other lawful proof, and the contract.",
          "If everything agrees you get the certificate at once; if a person must check, within 3 working days.",
          "The form on this site is being built. For now a housing counter of your county or district enters it for you, and you confirm.",
        ],
      },
      {
        id: "confirm",
        heading: "Confirming a lease as tenant",
        paragraphs: [
          "You get a text message when the other side has filled in the contract. Sign in, check each fact, and confirm it or point at what is wrong.",
          "If you point at something, the contract goes back to be corrected and both sides confirm again.",
          "If the landlord does not file, the tenant may file alone.",
        ],
      },
      {
        id: "apply",
        heading: "Applying for an affordable home",
        paragraphs: [
          "First apply for eligibility. After review and 7 working days of publicity you get a number on the waiting list.",
          "When a scheme opens, enter it while intent is open. A household has one application at a time.",
          "Then fetch your draw slip. It holds your personal data: keep it, and send it to nobody.",
        ],
      },
      {
        id: "verify",
        heading: "Verifying a draw",
        paragraphs: [
          "The roster is the list of entry numbers, public before the draw. A commitment is a number a witness sealed beforehand and opened afterwards.",
          "The seed is computed from the witnesses' numbers and a public lottery number. Nobody can decide it alone.",
          "The verification page recomputes everything on your own device and does not take our word for it.",
          "You can also download the result file and verify it with the independent program:",
        ],
        command: "npm run verify -- bundle.json",
      },
      {
        id: "sign-in",
        heading: "Signing in",
        paragraphs: [
          "The identity service confirms your name and papers. Residents of Taiwan, Hong Kong and Macao and foreigners use their own papers.",
          "If you cannot be identified online, visit a counter or let a relative act for you.",
        ],
      },
    ],
  },
});

export const privacyTexts = catalogue<Prose>({
  zh: {
    title: "隐私政策",
    lead: "本平台只收集办理业务所必需的个人信息。",
    sections: [
      {
        id: "what",
        heading: "收集什么",
        paragraphs: [
          "登录时，统一身份认证提供您的姓名、证件类型和号码、手机号码。",
          "办理备案和申请时，收集法律要求填写的合同和家庭信息。",
          "姓名、证件号码和手机号码加密保存，不写入网址和日志。",
        ],
      },
      {
        id: "cookies",
        heading: "浏览器里保存什么",
        paragraphs: [
          "登录后保存一个会话标识，12 小时后失效，退出时删除。",
          "如果您选择长辈版，浏览器会记住这一选择。本站不使用统计和广告跟踪。",
        ],
      },
      {
        id: "device",
        heading: "只留在您设备上的信息",
        paragraphs: ["验证摇号时打开的凭证不会上传，核对在您的设备上完成。"],
      },
      {
        id: "rights",
        heading: "您的权利",
        paragraphs: [
          "您可以查阅、复制、更正自己的信息，或要求说明处理规则。请拨打 12345 或到窗口办理。",
        ],
      },
    ],
  },
  en: {
    title: "Privacy",
    lead: "We collect only the personal data our services need.",
    sections: [
      {
        id: "what",
        heading: "What we collect",
        paragraphs: [
          "When you sign in, the identity service gives us your name, type and number of your papers, and mobile number.",
          "For filings and applications we collect the facts of contract and household that the law asks for.",
          "Names, numbers of papers and telephone numbers are stored encrypted and never stand in addresses or logs.",
        ],
      },
      {
        id: "cookies",
        heading: "What your browser keeps",
        paragraphs: [
          "After signing in, a session identifier. It ends after 12 hours and is removed when you sign out.",
          "If you choose large text, your browser remembers it. There is no tracking for statistics or advertising.",
        ],
      },
      {
        id: "device",
        heading: "What never leaves your device",
        paragraphs: [
          "A slip that you open to verify a draw is not uploaded. It is checked on your device.",
        ],
      },
      {
        id: "rights",
        heading: "Your rights",
        paragraphs: [
          "You may read, copy and correct your data, or ask how it is handled. Call 12345 or visit a counter.",
        ],
      },
    ],
  },
});

export const accessibilityTexts = catalogue<Prose>({
  zh: {
    title: "无障碍声明",
    lead: "我们希望每个人都能独立使用本平台。",
    sections: [
      {
        id: "standards",
        heading: "依据的标准",
        paragraphs: [
          "本平台按 GB/T 37668-2019、《互联网网站适老化通用设计规范》和 WCAG 2.2 AA 级设计。",
          "全部功能可以只用键盘操作，可以放大到 200%，也支持读屏软件。",
        ],
      },
      {
        id: "elder",
        heading: "长辈版",
        paragraphs: [
          "点页面右上角的长辈版，文字和按钮变大，内容不变。",
          "长辈版可以朗读本页，并可直接拨打 12345。",
        ],
      },
      {
        id: "feedback",
        heading: "遇到障碍",
        paragraphs: ["请拨打 12345 告诉我们。您也可以到窗口办理，或委托亲友代办。"],
      },
    ],
  },
  en: {
    title: "Accessibility",
    lead: "We want everyone to be able to use this site on their own.",
    sections: [
      {
        id: "standards",
        heading: "Standards",
        paragraphs: [
          "The site follows WCAG 2.2 level AA, GB/T 37668-2019 and the national rules for sites fit for the elderly.",
          "Everything works with a keyboard alone, at 200 % text size, and with screen readers.",
        ],
      },
      {
        id: "elder",
        heading: "Large text",
        paragraphs: [
          "Large text, at the top right of every page, makes text and buttons bigger. The content stays the same.",
          "It can also read the page aloud, and has a button to call 12345.",
        ],
      },
      {
        id: "feedback",
        heading: "If something stands in your way",
        paragraphs: [
          "Please call 12345 and tell us. You can also visit a counter, or let a relative act for you.",
        ],
      },
    ],
  },
});
