using Microsoft.Playwright;

namespace Bakeoff.Testing.Browser;

/// <summary>One headless Chromium for all browser tests; says why when there is none.</summary>
public sealed class ChromiumFixture : IAsyncLifetime
{
    /// <summary>The first has no windows, tabs and menus to run and takes two thirds of the others' processor time.</summary>
    private static readonly string[] KnownPaths =
        ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private static readonly string[] Arguments =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? _playwright;

    public IBrowser? Browser { get; private set; }

    public string? Reason { get; private set; }

    public async ValueTask InitializeAsync()
    {
        var path = Environment.GetEnvironmentVariable("BAKEOFF_TEST_CHROMIUM") ?? KnownPaths.FirstOrDefault(File.Exists);
        if (path is null || !File.Exists(path))
        {
            Reason = $"No Chromium at {string.Join(", ", KnownPaths)}. Install the package chromium or set BAKEOFF_TEST_CHROMIUM.";
            return;
        }

        try
        {
            _playwright = await Playwright.CreateAsync();
            Browser = await _playwright.Chromium.LaunchAsync(
                new BrowserTypeLaunchOptions
                {
                    ExecutablePath = path,
                    Args = Arguments,
                    Headless = true,
                });
        }
        catch (PlaywrightException exception)
        {
            Reason = $"Chromium at {path} does not start under Playwright: {exception.Message}";
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null)
        {
            await Browser.CloseAsync();
        }

        _playwright?.Dispose();
    }
}
