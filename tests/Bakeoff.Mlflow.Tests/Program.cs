using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace Bakeoff.Mlflow.Tests;

/// <summary>Runs the tests, as xunit's generated entry point would, or the work of a child process.</summary>
internal static class Program
{
    internal static async Task<int> Main(string[] arguments)
    {
        if (await ChildProcess.RunIfChildAsync())
        {
            return 0;
        }

        return arguments.Any(argument => argument is "--server" or "--internal-msbuild-node")
            ? await TestPlatformTestFramework.RunAsync(arguments, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : await ConsoleRunner.Run(arguments);
    }
}
