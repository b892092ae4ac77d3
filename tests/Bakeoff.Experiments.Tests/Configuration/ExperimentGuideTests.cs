using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Configuration.Sweeps;
using Bakeoff.Reports.Pages;
using Bakeoff.Testing;

namespace Bakeoff.Experiments.Tests.Configuration;

/// <summary>The examples of experiments/README.md work as shown.</summary>
public sealed class ExperimentGuideTests
{
    private static string Guide => File.ReadAllText(Path.Combine(Fixture.RepositoryRoot, "experiments", "README.md"));

    [Fact]
    public void Guide_NamesEveryExperiment() =>
        ExperimentReader.ListNames(Fixture.RepositoryRoot).ShouldAllBe(name => Guide.Contains($"| `{name}` |"));

    [Theory]
    [InlineData(0, 12)]
    [InlineData(1, 2)]
    [InlineData(2, 20)]
    public void Guide_SweepExample_Expands(int example, int members)
    {
        var yaml = Guide.Split("```yaml\n").Select(static part => part.Split("```")[0]).Where(static part => !part.StartsWith("name:")).ElementAt(
            example + 1);
        using var folder = new SampleFolder(
            ("lstm-baseline", File.ReadAllText(Path.Combine(Fixture.RepositoryRoot, "experiments", "lstm-baseline.yaml"))),
            ("lstm-sweep", "name: lstm-sweep\nextends: lstm-baseline\n" + yaml));

        SweepExpander.Expand(ExperimentReader.Read(folder.Root, "lstm-sweep", [])).Count.ShouldBe(members);
    }

    [Fact]
    public void Guide_MemberName_IsTheOneThatTheExampleGives()
    {
        using var folder = new SampleFolder(
            (
                "lstm-sweep",
                "name: lstm-sweep\ndataset: tess\nsplit: {}\nmodel: [masking: {}, lstm: {}]\nseeds: [1, 2, 3]\nsweep: {grid: "
                    + "{features.n_mfcc: [13, 40], model.1.lstm.units: [64, 128]}}"));
        const string Name = "lstm-sweep+n_mfcc=13+units=64+seed=1";

        Guide.ShouldContain($"`{Name}`");
        ExperimentReader.Read(folder.Root, Name, []).Name.ShouldBe(Name);
    }

    [Theory]
    [InlineData("features.n_mfcc=13")]
    [InlineData("model.1.lstm.units=64")]
    [InlineData("model=[lstm: {units: 8}]")]
    public void Guide_SetExample_Works(string set)
    {
        Guide.ShouldContain(set);
        ExperimentReader.Read(Fixture.RepositoryRoot, "lstm-baseline", [set]).Parameters.ShouldContain(p => p.Origin.IsCommandLine);
    }
}
