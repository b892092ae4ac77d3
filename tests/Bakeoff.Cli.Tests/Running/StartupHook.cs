using System.Diagnostics.CodeAnalysis;
using System.IO.Pipes;
using System.Reflection;
using Bakeoff.Cli.Tests.Running;

/// <summary>
/// Turns the compiled command into one that runs many command lines, one after the other, for <see cref="WarmCommand"/>. The runtime calls it
/// before <c>Main</c> where DOTNET_STARTUP_HOOKS names this assembly; name and place are the runtime's rule.
/// </summary>
[SuppressMessage("Design", "CA1050", Justification = "The runtime asks for a type outside of namespaces.")]
[SuppressMessage("Design", "MA0047", Justification = "The runtime asks for a type outside of namespaces.")]
internal static class StartupHook
{
    public static void Initialize()
    {
        var name = Environment.GetEnvironmentVariable(WarmCommand.PipeVariable)!;
        // Programs that a command starts are to run as they are.
        Environment.SetEnvironmentVariable(WarmCommand.PipeVariable, null);
        Environment.SetEnvironmentVariable(WarmCommand.HookVariable, null);
        var main = Assembly.Load("bakeoff").EntryPoint!;
        var home = Environment.CurrentDirectory;
        using var pipe = new NamedPipeClientStream(".", name, PipeDirection.InOut);
        pipe.Connect();
        using var reader = new BinaryReader(pipe);
        using var writer = new BinaryWriter(pipe);
        try
        {
            while (true)
            {
                var root = reader.ReadString();
                var variables = ReadStrings(reader).Chunk(2).ToDictionary(static pair => pair[0], static pair => pair[1]);
                var arguments = ReadStrings(reader);
                var (exitCode, output, error) = Run(main, root, variables, arguments);
                Environment.CurrentDirectory = home;
                writer.Write(exitCode);
                writer.Write(output);
                writer.Write(error);
                writer.Flush();
            }
        }
        catch (EndOfStreamException)
        {
            Environment.Exit(0);
        }
    }

    private static (int ExitCode, string Output, string Error) Run(
        MethodInfo main,
        string root,
        Dictionary<string, string> variables,
        string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        Console.SetOut(output);
        Console.SetError(error);
        Console.SetIn(TextReader.Null);
        Environment.CurrentDirectory = root;
        var before = variables.Keys.ToDictionary(static key => key, Environment.GetEnvironmentVariable);
        foreach (var (key, value) in variables)
        {
            Environment.SetEnvironmentVariable(key, value);
        }

        var exitCode = (int)main.Invoke(obj: null, [arguments])!;
        foreach (var (key, value) in before)
        {
            Environment.SetEnvironmentVariable(key, value);
        }

        return (exitCode, output.ToString(), error.ToString());
    }

    private static string[] ReadStrings(BinaryReader reader)
    {
        var strings = new string[reader.ReadInt32()];
        for (var i = 0; i < strings.Length; i++)
        {
            strings[i] = reader.ReadString();
        }

        return strings;
    }
}
