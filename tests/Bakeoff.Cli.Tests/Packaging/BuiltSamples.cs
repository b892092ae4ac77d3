using System.Diagnostics;
using Bakeoff.Audio.Decoding;
using Bakeoff.Audio.Features;
using Bakeoff.Models;
using Bakeoff.Models.Storage;
using Bakeoff.Neural;
using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Storage;
using Bakeoff.Testing;

namespace Bakeoff.Cli.Tests.Packaging;

/// <summary>The samples, built together from the packages as in a clone, with a model and sound to run them on.</summary>
public sealed class BuiltSamples
{
    public const int RateHz = 16000;

    private readonly PackageFeed _feed;

    public BuiltSamples(PackageFeed feed)
    {
        _feed = feed;
        Copy(Path.Combine(Fixture.RepositoryRoot, "samples"), Folder);
        feed.Succeed(Folder, "dotnet", "build", LocalFeed.OneProcess, "--nologo", "--verbosity", "quiet");

        var features = new FeatureOptions { SampleRateHz = RateHz, FftLength = 512, HopLength = 256, MelBandCount = 40, MfccCount = 13 };
        var network = Network.Create([new LstmOptions { Units = 16 }], inputFeatures: 13, classes: 3, seed: 3);
        ModelFile.Save(ModelFolder, network, ModelRecipe.Describe(["angry", "calm", "sad"], features, FeatureNormalization.None));
        Model = EmotionModel.Load(ModelFolder);
        using (var file = File.Create(Clip))
        {
            WavWriter.Write16(file, Sweep(seconds: 2.6), RateHz);
        }

        Sound = AudioDecoder.Decode(File.ReadAllBytes(Clip), Clip);
    }

    public string Folder => Path.Combine(_feed.Root, "samples");

    public string ModelFolder => Path.Combine(_feed.Root, "sample model");

    public string Clip => Path.Combine(_feed.Root, "sweep.wav");

    public EmotionModel Model { get; }

    /// <summary>The samples of the clip.</summary>
    public AudioSignal Sound { get; }

    /// <summary>Starts a sample, with its three streams open.</summary>
    public Process Start(string sample, params string[] arguments) =>
        _feed.Start(_feed.Root, "dotnet", ["exec", PathOf(sample), .. arguments]);

    /// <summary>Runs a sample in a terminal, with its input from a file.</summary>
    public (int ExitCode, string Output, string Error) RunInTerminal(string sample, int columns, byte[] input, params string[] arguments)
    {
        var file = Path.Combine(_feed.Root, "input.raw");
        File.WriteAllBytes(file, input);
        var words = string.Join(' ', arguments.Prepend(PathOf(sample)).Select(word => $"'{word}'"));
        var command = $"stty cols {columns} rows 24; TERM=xterm dotnet exec {words} < '{file}'";
        return RunToEnd(_feed.Start(_feed.Root, "script", "-qec", command, "/dev/null"), []);
    }

    private string PathOf(string sample) => Path.Combine(_feed.Root, "artifacts", "samples", "bin", sample, "debug", $"{sample}.dll");

    /// <summary>Runs a sample to its end.</summary>
    public (int ExitCode, string Output, string Error) Run(string sample, byte[] input, params string[] arguments) =>
        RunToEnd(Start(sample, arguments), input);

    private static (int ExitCode, string Output, string Error) RunToEnd(Process process, byte[] input)
    {
        using var running = process;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            process.StandardInput.BaseStream.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended without reading; its exit code and messages are of interest.
        }

        process.WaitForExit();
        return (process.ExitCode, output.Result, error.Result);
    }

    private static float[] Sweep(double seconds)
    {
        var samples = new float[(int)(seconds * RateHz)];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = 0.3f * MathF.Sin(1e-6f * i * i) + 0.1f * MathF.Sin(0.3f * i + 3 * MathF.Sin(0.002f * i));
        }

        return samples;
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
