// Passkeys: asks the browser for a key and hands its answer to the form as JSON. All else is done by the server.
(() => {
  "use strict";
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const keys = (list) => (list || []).map((key) => ({ ...key, id: bytes(key.id) }));

  const ask = {
    create: async (asked) => {
      const user = { ...asked.user, id: bytes(asked.user.id) };
      const excludeCredentials = keys(asked.excludeCredentials);
      const publicKey = { ...asked, challenge: bytes(asked.challenge), user, excludeCredentials };
      const made = await navigator.credentials.create({ publicKey });
      return answer(made, { attestationObject: text(made.response.attestationObject) });
    },
    get: async (asked) => {
      const allowCredentials = keys(asked.allowCredentials);
      const publicKey = { ...asked, challenge: bytes(asked.challenge), allowCredentials };
      const made = await navigator.credentials.get({ publicKey });
      const { authenticatorData, signature, userHandle } = made.response;
      return answer(made, {
        authenticatorData: text(authenticatorData),
        signature: text(signature),
        ...(userHandle ? { userHandle: text(userHandle) } : {}),
      });
    },
  };

  const answer = (made, more) => ({
    id: made.id,
    rawId: made.id,
    type: made.type,
    clientExtensionResults: {},
    response: { clientDataJSON: text(made.response.clientDataJSON), ...more },
  });

  // Taken only when a person presses the button: a new challenge each time, for one is good once.
  const options = async (form) => {
    if (form.dataset.options) return JSON.parse(form.dataset.options);
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    const response = await fetch(form.dataset.optionsAt, { method: "POST", body });
    if (!response.ok) throw new Error(String(response.status));
    return response.json();
  };

  if (!window.PublicKeyCredential || !navigator.credentials) return;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const problem = form.querySelector("[data-problem]");
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      problem.textContent = "";
      try {
        form.elements.answer.value = JSON.stringify(await ask[form.dataset.passkey](await options(form)));
        form.submit();
      } catch {
        problem.textContent = form.dataset.failed;
      }
    });
  }
})();
