using Bakeoff.Classifiers;
using Bakeoff.Cli.Tests.Running;
using Bakeoff.Neural.Layers;
using Bakeoff.Options;
using Bakeoff.Testing;

namespace Bakeoff.Cli.Tests.Platforms;

/// <summary>The promise of equal bits on Arm, kept by every kind of layer and classifier, by every feature, and by every decoder.</summary>
public sealed class ArmTests
{
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

        results.ShouldBe(Calculations.Run(Fixture.Path(""), Directory.CreateDirectory(Path.Combine(here.Root, "words")).FullName));
        File.ReadAllBytes(Path.Combine(there.Root, Output)).ShouldBe(File.ReadAllBytes(Path.Combine(here.Root, Output)));
    }
}
