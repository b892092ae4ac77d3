using Bakeoff.Pipeline.Running;
using Spectre.Console;

namespace Bakeoff.Cli.Output;

/// <summary>Shows a run as suits where its output goes: a progress bar on a terminal, plain lines elsewhere.</summary>
internal static class RunDisplay
{
    /// <summary>Runs some work with an observer that shows it.</summary>
    public static Task<T> ShowAsync<T>(Func<IPipelineObserver, Task<T>> work)
    {
        var console = AnsiConsole.Console;
        return console.Profile.Capabilities.Interactive && !Console.IsOutputRedirected
            ? LiveObserver.RunAsync(console, work)
            : work(new PlainObserver(Console.Out));
    }
}
