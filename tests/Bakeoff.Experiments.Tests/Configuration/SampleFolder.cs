using Bakeoff.Mlflow.Rest;
using Bakeoff.Options;
using Bakeoff.Options.Resolution;

namespace Bakeoff.Experiments.Tests.Configuration;

/// <summary>A repository root with an experiments folder, gone after the test. Its path has spaces and letters beyond ASCII.</summary>
internal sealed class SampleFolder : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("große Hörprobe ");

    public SampleFolder(params (string Name, string Yaml)[] experiments)
    {
        Directory.CreateDirectory(Path.Combine(Root, "experiments", "datasets"));
        foreach (var dataset in new[] { "quickstart", "tess" })
        {
            File.WriteAllText(Path.Combine(Root, "experiments", "datasets", dataset + ".yaml"), "");
        }

        foreach (var (name, yaml) in experiments)
        {
            Write(name, yaml);
        }
    }

    public string Root => root.FullName;

    public void Write(string name, string yaml) => File.WriteAllText(Path.Combine(Root, "experiments", name + ".yaml"), yaml);

    public SampleExperiment Read(string name, params string[] sets) => new OptionsReader<SampleExperiment>(Root).Read(name, sets).Options;

    public IReadOnlyList<ResolvedParameter> Flatten(string name, params string[] sets)
    {
        var (options, tree) = new OptionsReader<SampleExperiment>(Root).Read(name, sets);
        return ParameterFlattener.Flatten(options, tree);
    }

    public IReadOnlyList<string> ProblemsOf(string name, params string[] sets) =>
        [.. Should.Throw<ConfigurationException>(() => Read(name, sets)).Problems.Select(p => p.ToString())];

    public void Dispose() => root.Delete(recursive: true);
}
