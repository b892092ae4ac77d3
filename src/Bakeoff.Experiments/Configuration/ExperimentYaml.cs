using Bakeoff.Options.Resolution;

namespace Bakeoff.Experiments.Configuration;

/// <summary>Writes an experiment as a YAML file.</summary>
internal static class ExperimentYaml
{
    /// <summary>
    /// Every option with its default written out, the question as the opening comment. Read again, it gives equal options.
    /// </summary>
    public static string Write(ExperimentOptions options) => OpeningComment.Write(options.Question) + OptionsWriter.Write(options);
}
