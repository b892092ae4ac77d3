using Microsoft.Playwright;

namespace Bakeoff.Testing.Browser;

/// <summary>
/// Pictures of pages, for people to look at. They take longer than all checks of a page, so they are taken where somebody asks for them.
/// </summary>
internal static class PagePictures
{
    /// <summary>Set it to 1 to have the pictures below <c>artifacts/test-output</c>.</summary>
    private const string Variable = "BAKEOFF_TEST_PICTURES";

    /// <summary>Takes a picture of a whole page, with its details closed as at first.</summary>
    public static async Task TakeAsync(IPage page, string path)
    {
        if (Environment.GetEnvironmentVariable(Variable) == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await SetDetailsAsync(page, open: false);
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = path, FullPage = true });
            await SetDetailsAsync(page, open: true);
        }
    }

    /// <summary>Opens or closes all that a page folds away.</summary>
    public static Task SetDetailsAsync(IPage page, bool open) =>
        page.EvaluateAsync("open => document.querySelectorAll('details').forEach(d => d.open = open)", open);
}
