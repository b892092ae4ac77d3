using System.Diagnostics;
using System.Text;
using Bakeoff.Experiments.Projects;
using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Cli.Tests.Running;

/// <summary>A small project in a temporary folder, on which the compiled command is run as a process of its own.</summary>
internal sealed class Project : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Makes a project with the experiment <c>tiny</c>: a few synthetic clips, a small network, three epochs.</summary>
    public Project()
    {
        Root = Path.Combine(Path.GetTempPath(), "bakeoff täst " + Guid.NewGuid().ToString("N"));
        Write("experiments/datasets/tiny.yaml", TinyDataset);
        Write("experiments/tiny.yaml", TinyExperiment);
        KnownCode.CopyTo(Root);
    }

    public const string TinyDataset = """
        name: tiny
        title: Synthetic words for tests
        licence: none needed
        citation: none
        pattern: '(?<speaker>SYN[1-8])_(?<text>[a-z]+)_(?<label>[a-z]+)_[1-9]\.wav'
        synthetic: {speakers: 2, words: 5, takes: 1, variability: 0.5, sample_rate_hz: 16000, seed: 7}
        """;

    public const string TinyExperiment = """
        # Question: does it run?
        name: tiny
        seed: 3
        dataset: tiny
        features: {kind: mfcc, sample_rate_hz: 16000, n_fft: 512, hop_length: 256, n_mels: 40, n_mfcc: 13}
        split: {by: random, acknowledge: [shared_speakers, shared_texts], test: 0.2, validation: 0.2}
        model:
          - masking: {}
          - lstm: {units: 8}
        training: {optimizer: adam, learning_rate: 0.01, batch_size: 16, epochs: 3}
        """;

    public string Root { get; }

    /// <summary>
    /// The command under test: the one that BAKEOFF_TEST_COMMAND names, compiled ahead as users have it, else the one beside these tests.
    /// </summary>
    public static string Command { get; } =
        Environment.GetEnvironmentVariable("BAKEOFF_TEST_COMMAND") is { Length: > 0 } command
            ? command
            : Path.Combine(AppContext.BaseDirectory, "bakeoff.dll");

    /// <summary>Settings of every command's runtime: a command that ends in a second has no use for profiles of itself.</summary>
    public const string ProfilingVariable = "DOTNET_TieredPGO";

    public string Results(string experiment, string file) => Path.Combine(Root, "artifacts", "experiments", experiment, file);

    public void Write(string relative, string text)
    {
        var path = Path.Combine(Root, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    /// <summary>Takes over the results of <c>tiny</c> up to a stage, as <see cref="PreparedResults"/> has them.</summary>
    public void Prepare(string stage) => PreparedResults.CopyTo(Root, stage);

    /// <summary>Starts the command without waiting for it.</summary>
    public Process Start(IReadOnlyDictionary<string, string>? environment, params string[] arguments) =>
        Start(environment, redirectInput: false, arguments);

    private Process Start(IReadOnlyDictionary<string, string>? environment, bool redirectInput, string[] arguments)
    {
        var start = StartOf(arguments);
        start.WorkingDirectory = Root;

        // It ends before code that is compiled a second time, and better, pays for that. Milliseconds, in hexadecimal digits.
        start.Environment["DOTNET_TC_CallCountingDelayMs"] = "1000";
        start.RedirectStandardInput = redirectInput;
        foreach (var (key, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[key] = value;
        }

        return Process.Start(start)!;
    }

    private static ProcessStartInfo StartOf(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Command, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            UseShellExecute = false,
        };
        start.Environment.Remove("MLFLOW_TRACKING_URI");
        start.Environment[ProfilingVariable] = "0";
        start.Environment[CommandName.Variable] = "bakeoff";
        return start;
    }

    /// <summary>Starts the command with some bytes as its standard input.</summary>
    public Process StartWithInput(byte[] input, params string[] arguments)
    {
        var process = Start(environment: null, redirectInput: true, arguments);
        process.StandardInput.BaseStream.Write(input);
        process.StandardInput.Close();
        return process;
    }

    /// <summary>Runs the command to its end.</summary>
    public (int ExitCode, string Output, string Error) Run(params string[] arguments) => Run(environment: null, arguments);

    /// <summary>
    /// Runs the command to its end with further environment variables, in a process of its own only where the runtime reads one of them:
    /// see <see cref="WarmCommand"/>.
    /// </summary>
    public (int ExitCode, string Output, string Error) Run(IReadOnlyDictionary<string, string>? environment, params string[] arguments) =>
        environment?.Keys.Any(static key => key.StartsWith("DOTNET_", StringComparison.Ordinal) || key is "LANG" or "LC_ALL") == true
            ? RunAlone(environment, arguments)
            : WarmCommand.Run(static () => StartOf([]), Root, environment ?? new Dictionary<string, string>(), arguments, Patience);

    /// <summary>Runs the command to its end in a process of its own.</summary>
    public (int ExitCode, string Output, string Error) RunAlone(IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        using var process = Start(environment, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"bakeoff {string.Join(' ', arguments)} did not end within {Patience}.");
        }

        return (process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }

    /// <summary>Runs the command and expects it to end well.</summary>
    public string Succeed(params string[] arguments)
    {
        var (exitCode, output, error) = Run(arguments);
        exitCode.ShouldBe(0, $"bakeoff {string.Join(' ', arguments)}\n{output}\n{error}");
        return output;
    }

    /// <summary>
    /// Runs the command and expects a message for the user: exit code 2, one message, no stack, nothing that counts as a result of the
    /// stage.
    /// </summary>
    public string Refuse(params string[] arguments)
    {
        var (exitCode, output, error) = Run(arguments);
        exitCode.ShouldBe(2, $"bakeoff {string.Join(' ', arguments)}\n{output}\n{error}");
        error.ShouldNotContain("   at ");
        var stage = arguments[0];
        var stored = Path.Combine(Root, "artifacts", "store", stage);
        (Directory.Exists(stored) ? Directory.GetDirectories(stored) : []).ShouldBeEmpty($"{stage} failed but left a result");
        return error.TrimEnd();
    }

    public void Dispose()
    {
        if (Directory.Exists(Root))
        {
            KnownCode.TakeFrom(Root);
            Directory.Delete(Root, recursive: true);
        }
    }
}
