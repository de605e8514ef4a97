// Discord's HTTP API, asked as one person.

export const API = "/api/v10";

export class ApiError extends Error {
  constructor(status, body) {
    super(describe(status, body));
    this.status = status;
    this.code = body?.code ?? 0;
    this.retryAfter = body?.retry_after ?? 0;
  }
}

// Discord nests the reasons by field: {errors: {content: {_errors: [{message}]}}}.
function reasons(tree) {
  if (!tree || typeof tree !== "object") return [];
  const own = (tree._errors ?? []).map((error) => error.message);
  const below = Object.entries(tree).filter(([key]) => key !== "_errors").flatMap(([, branch]) => reasons(branch));
  return [...own, ...below];
}

function describe(status, body) {
  const details = reasons(body?.errors);
  if (details.length) return details.join(" ");
  return body?.message || `The server answered ${status}.`;
}

export class Api {
  constructor(token) {
    this.token = token;
  }

  get(path) {
    return this.request("GET", path);
  }

  post(path, body, files = []) {
    return this.request("POST", path, files.length ? multipart(body, files) : body);
  }

  patch(path, body) {
    return this.request("PATCH", path, body);
  }

  put(path) {
    return this.request("PUT", path);
  }

  delete(path) {
    return this.request("DELETE", path);
  }

  request(method, path, body) {
    return send(method, API + path, body, { Authorization: this.token });
  }
}

/** The sandbox's own routes; they need no token. */
export function sandbox(method, path, body, signal) {
  return send(method, `/sandbox/${path}`, body, {}, signal);
}

async function send(method, url, body, headers, signal) {
  const request = { method, headers: { ...headers }, signal };
  if (body instanceof FormData) {
    request.body = body;
  } else if (body !== undefined) {
    request.headers["Content-Type"] = "application/json";
    request.body = JSON.stringify(body);
  }
  const response = await fetch(url, request);
  const text = await response.text();
  const answer = parse(text);
  if (!response.ok) throw new ApiError(response.status, answer);
  return answer;
}

// Discord takes files beside the rest: payload_json, then files[0] and on.
function multipart(body, files) {
  const form = new FormData();
  form.append("payload_json", JSON.stringify(body));
  files.forEach((file, place) => form.append(`files[${place}]`, file, file.name));
  return form;
}

function parse(text) {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}
