using System.Runtime.InteropServices;
using System.Text;
using Bakeoff.Build.Reporting;
using Bakeoff.Build.Requests;

namespace Bakeoff.Build;

/// <summary>The program that the package's targets run: one argument, the path of a request.</summary>
internal static class Program
{
    private const int Done = 0;
    private const int Failed = 1;
    private const int Interrupted = 130;

    private static async Task<int> Main(string[] arguments)
    {
        await using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = true };
        using var stopping = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var termination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        return await RunAsync(Path.GetFullPath(arguments[0]), output, stopping.Token);

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stopping.Cancel();
        }
    }

    /// <summary>Answers a request.</summary>
    /// <param name="path">Full path of the request, in whose folder the answer is written.</param>
    /// <param name="output">The build's log.</param>
    /// <param name="cancellationToken">Ends a training.</param>
    /// <returns>The exit code.</returns>
    internal static async Task<int> RunAsync(string path, TextWriter output, CancellationToken cancellationToken)
    {
        var version = typeof(Program).Assembly.GetName().Version!.ToString(3);
        try
        {
            var build = new ModelBuild(BuildRequest.Read(path), new BuildFiles(Path.GetDirectoryName(path)!), output, TimeProvider.System);
            return await build.RunAsync(version, cancellationToken) ? Done : Failed;
        }
        catch (OperationCanceledException)
        {
            await output.WriteLineAsync("Training was interrupted. What was finished stays; the next build goes on from there.");
            return Interrupted;
        }
        catch (Exception exception)
        {
            await output.WriteLineAsync(exception.ToString());
            var bug = $"this is a bug in Bakeoff.Build {version}; please report it with the lines above.";
            await output.WriteLineAsync(new Finding(FindingCodes.Bug, path, bug).ToString());
            return Failed;
        }
    }
}
