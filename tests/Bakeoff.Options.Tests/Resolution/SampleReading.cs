using Bakeoff.Options.Resolution;
using Bakeoff.Testing;

namespace Bakeoff.Options.Tests.Resolution;

/// <summary>Reads sample experiments from a sample folder.</summary>
internal static class SampleReading
{
    public static SampleExperiment Read(this SampleFolder folder, string name, params string[] sets) => new OptionsReader<SampleExperiment>(folder.Root).Read(name, sets).Options;

    public static IReadOnlyList<ResolvedParameter> Flatten(this SampleFolder folder, string name, params string[] sets)
    {
        var (options, tree) = new OptionsReader<SampleExperiment>(folder.Root).Read(name, sets);
        return ParameterFlattener.Flatten(options, tree);
    }

    public static IReadOnlyList<string> ProblemsOf(this SampleFolder folder, string name, params string[] sets) =>
        [.. Should.Throw<ConfigurationException>(() => folder.Read(name, sets)).Problems.Select(p => p.ToString())];
}
