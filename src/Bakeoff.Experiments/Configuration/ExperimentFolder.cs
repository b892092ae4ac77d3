using Bakeoff.Options.Resolution;

namespace Bakeoff.Experiments.Configuration;

/// <summary>The folder <c>experiments/</c>: one YAML file an experiment, found by name.</summary>
internal static class ExperimentFolder
{
    private const string Name = "experiments";

    /// <summary>The folder below a repository's root. Pins (<c>*.lock.yaml</c>) are no experiments.</summary>
    public static OptionsFolder Below(string repositoryRoot) => new()
    {
        Path = Path.Combine(repositoryRoot, Name),
        DisplayName = Name,
        Noun = "experiment",
        SetExample = "features.n_mfcc=13",
        ForeignEnding = ".lock",
    };

    /// <summary>The file of an experiment in messages.</summary>
    public static string DisplayName(string experiment) => $"{Name}/{experiment}.yaml";
}
