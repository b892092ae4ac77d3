using Bakeoff.Options.Resolution;
using Bakeoff.Testing;

namespace Bakeoff.Options.Tests.Resolution;

/// <summary>Reads sample experiments from a sample folder.</summary>
internal static class SampleReading
{
    public static SampleExperiment Read(this SampleFolder folder, string name, params string[] sets) =>
        Reader(folder).Read(name, sets).Options;

    public static IReadOnlyList<ResolvedParameter> Flatten(this SampleFolder folder, string name, params string[] sets)
    {
        var (options, tree) = Reader(folder).Read(name, sets);
        return YamlOptions.Flatten(options, tree);
    }

    private static OptionsReader<SampleExperiment> Reader(SampleFolder folder) =>
        new(
            new OptionsFolder
            {
                Path = Path.Combine(folder.Root, "experiments"),
                DisplayName = "experiments",
                Noun = "experiment",
                SetExample = "features.n_mfcc=13",
                ForeignEnding = ".lock",
            });

    public static IReadOnlyList<string> ProblemsOf(this SampleFolder folder, string name, params string[] sets) =>
        [.. Should.Throw<ConfigurationException>(() => folder.Read(name, sets)).Problems.Select(p => p.ToString())];
}
