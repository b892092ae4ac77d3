using Microsoft.Playwright;

namespace Bakeoff.Testing.Browser;

/// <summary>Checks that run inside the browser; each gives a list of problems in words. Of long tables only
/// the first rows are looked at: the others are styled alike.</summary>
internal static class PageAudit
{
    /// <summary>Nothing is wider than the window, unless it scrolls by itself; no SVG text leaves its picture or lies on another.</summary>
    public const string Overflow = """
        () => {
          const problems = [];
          const width = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth > width)
            problems.push(`page is ${document.documentElement.scrollWidth} wide in a window of ${width}`);
          const scrolls = e => {
            for (let p = e.parentElement; p; p = p.parentElement)
              if (['auto', 'scroll', 'hidden'].includes(getComputedStyle(p).overflowX)) return true;
            return false;
          };
          const visible = e => e.checkVisibility() && !e.closest('.sr, .skip, caption');
          for (const e of document.querySelectorAll('body *:not(svg *)')) {
            if (e.closest('tr:nth-child(n+12)') || !visible(e)) continue;
            const box = e.getBoundingClientRect();
            if (box.width > 0 && (box.right > width + 1 || box.left < -1) && !scrolls(e))
              problems.push(`${e.tagName}.${e.className} reaches from ${box.left} to ${box.right}`);
          }
          for (const svg of document.querySelectorAll('svg')) {
            if (!svg.checkVisibility()) continue;
            const frame = svg.getBoundingClientRect();
            const texts = [...svg.querySelectorAll('text')]
              .map(t => ({ t: t.lastChild.textContent, b: t.getBoundingClientRect() }))
              .filter(x => x.b.width > 0);
            for (const { t, b } of texts)
              if (b.left < frame.left - 1 || b.right > frame.right + 1 || b.top < frame.top - 2 || b.bottom > frame.bottom + 2)
                problems.push(`text '${t}' leaves ${svg.querySelector('title').textContent}`);
            for (let i = 0; i < texts.length; i++) for (let k = i + 1; k < texts.length; k++) {
              const a = texts[i].b, c = texts[k].b;
              const dx = Math.min(a.right, c.right) - Math.max(a.left, c.left);
              const dy = Math.min(a.bottom, c.bottom) - Math.max(a.top, c.top);
              if (dx > 1 && dy > 0.45 * Math.min(a.height, c.height))
                problems.push(`'${texts[i].t}' lies on '${texts[k].t}' in ${svg.querySelector('title').textContent}`);
            }
          }
          return problems.slice(0, 10);
        }
        """;

    /// <summary>Controls, pictures, players and tables have names; ids are unique and
    /// point somewhere; headings do not skip a level.</summary>
    public const string Names = """
        () => {
          const problems = [];
          const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
          if (new Set(ids).size !== ids.length)
            problems.push('ids are not unique: ' + ids.find((id, i) => ids.indexOf(id) !== i));
          const all = selector => [...document.querySelectorAll(selector)];
          const labelled = e => (e.getAttribute('aria-labelledby') || '').split(' ').filter(Boolean);
          const labels = e => labelled(e).map(id => document.getElementById(id)?.textContent ?? '').join(' ');
          const name = e => (e.getAttribute('aria-label') || labels(e) || e.labels?.[0]?.textContent || e.textContent || '').trim();
          for (const e of all('button, a[href], input, audio, svg, [role=region], section, nav'))
            if (!name(e)) problems.push(`${e.outerHTML.slice(0, 80)} has no name`);
          for (const e of all('svg'))
            if (e.getAttribute('role') !== 'img' || !e.querySelector('title') || !e.querySelector('desc')?.textContent)
              problems.push('a picture has no role, title or description');
          for (const e of all('[aria-labelledby]'))
            for (const id of labelled(e))
              if (!document.getElementById(id)) problems.push(`aria-labelledby names ${id}, which does not exist`);
          for (const e of all('a[href^="#"]'))
            if (!document.getElementById(e.getAttribute('href').slice(1))) problems.push(`link to ${e.getAttribute('href')} leads nowhere`);
          for (const e of all('table'))
            if (!e.caption?.textContent.trim() || !e.tHead || [...e.querySelectorAll('th')].some(th => !th.scope))
              problems.push('a table lacks its caption, head or scopes');
          for (const e of all('tr'))
            if (e.cells.length !== e.closest('table').tHead.rows[0].cells.length) {
              problems.push('a table row has another length than its head');
              break;
            }
          let level = 0;
          for (const e of all('h1, h2, h3, h4')) {
            const next = Number(e.tagName[1]);
            if (next > level + 1) problems.push(`heading ${e.textContent} skips a level`);
            level = next;
          }
          if (all('h1').length !== 1 || all('main').length !== 1) problems.push('not one h1 and one main');
          if (!document.documentElement.lang || !document.title) problems.push('no language or title');
          for (const e of all('.scroll, pre'))
            if (e.scrollWidth > e.clientWidth + 1 && e.tabIndex < 0) problems.push('a scrolling part cannot be reached by keyboard');
          return problems.slice(0, 10);
        }
        """;

    /// <summary>All text has a contrast of at least 4.5 with what lies behind it, 3 for large text (WCAG 2.2, 1.4.3).</summary>
    public const string Contrast = """
        () => {
          const problems = new Set();
          const parse = c => { const m = c.match(/[\d.]+/g).map(Number); return m.length < 4 ? [...m, 1] : m; };
          const linear = v => v / 255 <= .04045 ? v / 255 / 12.92 : ((v / 255 + .055) / 1.055) ** 2.4;
          const luminance = c => .2126 * linear(c[0]) + .7152 * linear(c[1]) + .0722 * linear(c[2]);
          const ratio = (a, b) => { const [x, y] = [luminance(a), luminance(b)].sort((p, q) => q - p); return (x + .05) / (y + .05); };
          const ground = e => {
            for (let p = e; p; p = p.parentElement) {
              const c = parse(getComputedStyle(p).backgroundColor);
              if (c[3] === 1) return c;
            }
            return [255, 255, 255, 1];
          };
          const check = (e, colour, behind, size, bold) => {
            const r = ratio(colour, behind);
            const limit = size >= 24 || bold && size >= 18.66 ? 3 : 4.5;
            const text = (e.textContent || e.tagName).trim().slice(0, 30);
            if (r < limit) problems.add(`'${text}' (${e.tagName}.${e.getAttribute('class') || ''}) has contrast ${r.toFixed(2)}`);
          };
          for (const e of document.querySelectorAll('body *:not(svg, svg *)')) {
            const hasText = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
            if (e.closest('tr:nth-child(n+12)') || !e.checkVisibility() || !hasText) continue;
            const s = getComputedStyle(e);
            check(e, parse(s.color), ground(e), parseFloat(s.fontSize), Number(s.fontWeight) >= 600);
          }
          for (const svg of document.querySelectorAll('svg')) {
            if (!svg.checkVisibility()) continue;
            const boxes = [...svg.querySelectorAll('rect')]
              .map(r => ({ b: r.getBoundingClientRect(), c: getComputedStyle(r).fill, o: Number(getComputedStyle(r).opacity) }))
              .filter(x => x.c !== 'none');
            for (const t of svg.querySelectorAll('text')) {
              const b = t.getBoundingClientRect(), x = b.left + b.width / 2, y = b.top + b.height / 2;
              const behind = boxes.filter(r => r.b.left <= x && r.b.right >= x && r.b.top <= y && r.b.bottom >= y)
                .reduce((under, r) => parse(r.c).slice(0, 3).map((v, i) => under[i] + (v - under[i]) * r.o), ground(svg));
              check(t, parse(getComputedStyle(t).fill), behind, parseFloat(getComputedStyle(t).fontSize), false);
            }
          }
          return [...problems].slice(0, 10);
        }
        """;

    /// <summary>
    /// The audits, each where it can differ: places by width, colours by scheme. Below 680 pixels pages have other pictures than above.
    /// </summary>
    private static readonly (ColorScheme Scheme, int Width, string[] Audits)[] Views =
    [
        (ColorScheme.Light, 360, [Overflow, Names, Contrast]),
        (ColorScheme.Dark, 360, [Contrast]),
        (ColorScheme.Dark, 800, [Contrast]),
        (ColorScheme.Light, 800, [Overflow, Names, Contrast]),
        (ColorScheme.Light, 1600, [Overflow]),
    ];

    /// <summary>Runs all audits on an open page.</summary>
    /// <param name="page">The page; left in the last of the views.</param>
    /// <param name="pictures">Folder and beginning of the names of its pictures: see <see cref="PagePictures"/>.</param>
    /// <returns>Problems in words, each with its view.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(IPage page, string pictures)
    {
        var problems = new List<string>();
        foreach (var (scheme, width, audits) in Views)
        {
            await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
            await page.SetViewportSizeAsync(width, 900);
            foreach (var audit in audits)
            {
                problems.AddRange((await page.EvaluateAsync<string[]>(audit)).Select(problem => $"{scheme} {width}: {problem}"));
            }

            await PagePictures.TakeAsync(page, $"{pictures}-{scheme.ToString().ToLowerInvariant()}-{width}.png");
        }

        return problems;
    }
}
