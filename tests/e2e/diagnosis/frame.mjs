// A frame of another origin than its page's.

/** Puts the page of `site`, served with these headers, into this page; resolves with the frame. */
export async function openFrame(page, site, attributes, headers = {}) {
  const url = `${site.url}/?${new URLSearchParams(headers)}`;
  await page.evaluate(
    ({ url, attributes }) =>
      new Promise((resolve) => {
        const frame = Object.assign(document.createElement("iframe"), { onload: resolve });
        for (const [name, value] of Object.entries(attributes)) frame.setAttribute(name, value);
        frame.src = url;
        document.body.append(frame);
      }),
    { url, attributes },
  );
  return page.frames().find((frame) => frame.url() === url);
}
