using System.Diagnostics;
using System.Runtime.Intrinsics;
using Bakeoff.Classifiers;
using Bakeoff.Cli.Tests.Running;
using Bakeoff.Neural.Layers;
using Bakeoff.Options;
using Bakeoff.Testing;

namespace Bakeoff.Cli.Tests.Platforms;

/// <summary>
/// The promise of equal bits on Arm and without vector instructions, kept by every kind of layer and classifier, by every feature, and by
/// every decoder.
/// </summary>
public sealed class ProcessorTests
{
    private const string ResultsVariable = "BAKEOFF_CALCULATIONS_FILE";

    private static readonly Lazy<string[]> Here = new(Calculate);

    [Fact]
    public void Calculations_Always_HaveEveryLayerAndClassifier()
    {
        // A layer of another assembly, 'encoder', learns in the engine torchsharp, whose bits are promised nowhere.
        Names(Calculations.Layers).ShouldBe(NamesOf<LayerOptions>(), ignoreOrder: true);
        Names(Calculations.Classifiers).ShouldBe(NamesOf<ClassifierOptions>(), ignoreOrder: true);

        static IEnumerable<string> Names(IEnumerable<object> options) =>
            options.Select(static option => OptionKinds.NameOf(option.GetType()));

        static IEnumerable<string> NamesOf<T>() =>
            OptionKinds.Of(typeof(T)).Where(static kind => kind.Type.Assembly == typeof(T).Assembly).Select(static kind => kind.Name);
    }

    [Fact]
    public void Run_OnArm_GivesTheSameBits()
    {
        const string Output = "states.npy";
        using var arm = ArmProgram.Create();
        using var here = new Project();
        using var there = new Project();
        string[] command =
        [
            "features", Fixture.Path("codecs/opus-celt-stereo48-gain.opus"), $"--encoder={Fixture.Path("encoders/wavlm-large")}",
            "--layer=mix", "--lld", "--npy", $"--output={Output}",
        ];
        here.Succeed(command);

        var results = arm.Run(there.Root, command);

        results.ShouldBe(Here.Value);
        File.ReadAllBytes(Path.Combine(there.Root, Output)).ShouldBe(File.ReadAllBytes(Path.Combine(here.Root, Output)));
    }

    /// <summary>The widths between are those of the rooms' own tests, which pin the bits of sums, features and weights for each.</summary>
    [Fact]
    public void Run_WithoutVectorInstructions_GivesTheSameBits()
    {
        var file = Path.GetTempFileName();
        try
        {
            string[] child = ["-explicit", "only", "-method", $"{typeof(ProcessorTests).FullName}.{nameof(Child_WritesItsResults)}"];
            var start = new ProcessStartInfo("dotnet", ["exec", typeof(ProcessorTests).Assembly.Location, .. child])
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
            };
            start.Environment["DOTNET_EnableHWIntrinsic"] = "0";
            start.Environment[ResultsVariable] = file;
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            process.ExitCode.ShouldBe(0, output);

            File.ReadAllLines(file).ShouldBe(Here.Value);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Runs in a process of its own, for the test above.</summary>
    [Fact(Explicit = true)]
    public void Child_WritesItsResults()
    {
        Vector128.IsHardwareAccelerated.ShouldBeFalse("the switch did not hide the instructions");
        File.WriteAllLines(Environment.GetEnvironmentVariable(ResultsVariable)!, Calculate());
    }

    private static string[] Calculate()
    {
        var scratch = Directory.CreateTempSubdirectory("bakeoff-words-");
        try
        {
            return [.. Calculations.Run(Fixture.Path(""), scratch.FullName)];
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }
}
