using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO.Pipes;

namespace Bakeoff.Cli.Tests.Running;

/// <summary>
/// A process of the compiled command that runs one command line after the other, so that hundreds of tests do not wait for the runtime to
/// compile the same methods hundreds of times. It runs the command's own <c>Main</c>; <see cref="StartupHook"/> is the other end.
/// </summary>
internal sealed class WarmCommand : IDisposable
{
    public const string PipeVariable = "BAKEOFF_TEST_PIPE";

    public const string HookVariable = "DOTNET_STARTUP_HOOKS";

    private static readonly ConcurrentBag<WarmCommand> Idle = [];

    private readonly NamedPipeServerStream _pipe;
    private readonly Process _process;

    private WarmCommand(ProcessStartInfo start)
    {
        var name = "bakeoff-" + Guid.NewGuid().ToString("N");
        _pipe = new NamedPipeServerStream(name, PipeDirection.InOut, maxNumberOfServerInstances: 1);
        start.WorkingDirectory = Path.GetTempPath();
        start.Environment[PipeVariable] = name;
        start.Environment[HookVariable] = typeof(WarmCommand).Assembly.Location;
        _process = Process.Start(start)!;
        // What programs beneath the command write past its console is not looked at here.
        _process.OutputDataReceived += static (_, _) => { };
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        if (Task.WaitAny(_pipe.WaitForConnectionAsync(), _process.WaitForExitAsync()) == 1)
        {
            throw new InvalidOperationException(
                $"{start.FileName} {string.Join(' ', start.ArgumentList)} ended before it took a command line, expected the compiled "
                    + "command.");
        }
    }

    /// <summary>Runs one command line in a process that is idle, or in a new one.</summary>
    public static (int ExitCode, string Output, string Error) Run(
        Func<ProcessStartInfo> start,
        string root,
        IReadOnlyDictionary<string, string> variables,
        string[] arguments,
        TimeSpan patience)
    {
        var command = Idle.TryTake(out var idle) ? idle : new WarmCommand(start());
        var answer = Task.Run(() => command.Ask(root, variables, arguments));
        if (!answer.Wait(patience))
        {
            command.Dispose();
            throw new TimeoutException($"bakeoff {string.Join(' ', arguments)} did not end within {patience}.");
        }

        Idle.Add(command);
        return answer.GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.Dispose();
        _pipe.Dispose();
    }

    private (int ExitCode, string Output, string Error) Ask(
        string root,
        IReadOnlyDictionary<string, string> variables,
        string[] arguments)
    {
        var writer = new BinaryWriter(_pipe);
        writer.Write(root);
        Write(writer, [.. variables.SelectMany(static pair => new[] { pair.Key, pair.Value })]);
        Write(writer, arguments);
        writer.Flush();
        var reader = new BinaryReader(_pipe);
        return (reader.ReadInt32(), reader.ReadString(), reader.ReadString());
    }

    private static void Write(BinaryWriter writer, string[] strings)
    {
        writer.Write(strings.Length);
        foreach (var text in strings)
        {
            writer.Write(text);
        }
    }
}
