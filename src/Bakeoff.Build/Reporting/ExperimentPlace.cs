using Bakeoff.Corpora;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Options;

namespace Bakeoff.Build.Reporting;

/// <summary>An experiment as the place of findings: its file, and the lines of its keys once it is read.</summary>
/// <param name="root">Folder that holds <c>experiments/</c>.</param>
/// <param name="yaml">Full path of the experiment's file.</param>
internal sealed class ExperimentPlace(string root, string yaml)
{
    private const string RecordingsAdvice =
        "In a project file the archive or folder is <TrainedModel Include=\"...\" Recordings=\"PATH\" />, from the project's folder.";

    /// <summary>The experiment; null while it is not read.</summary>
    public ResolvedExperiment? Experiment { get; set; }

    /// <summary>A finding about the file as a whole.</summary>
    public Finding At(string code, string text) => new(code, yaml, text);

    /// <summary>A finding about a parameter, at the place where its value is written; about the file where it has a default.</summary>
    public Finding At(string key, string code, string text)
    {
        var origin = Experiment?.OriginOf(key);
        return origin is { Line: > 0 } && Find(origin.Source) is { } file
            ? new Finding(code, file, text) { Line = origin.Line, Column = origin.Column }
            : At(code, text);
    }

    /// <summary>The findings in an error that the user can mend, one for each problem.</summary>
    /// <returns>At least one finding; none if the error is no such error.</returns>
    public IReadOnlyList<Finding> Explain(Exception exception) =>
        exception switch
        {
            AggregateException { InnerExceptions: [var first, ..] } => Explain(first),
            ConfigurationException configuration => [.. configuration.Problems.Select(At)],
            DatasetException => [At("dataset", FindingCodes.Recordings, $"{exception.Message} {RecordingsAdvice}")],
            BakeoffException or IOException or UnauthorizedAccessException => [At(FindingCodes.Training, exception.Message)],
            _ => [],
        };

    private Finding At(ConfigurationProblem problem) =>
        Find(problem.File) is { } file
            ? new Finding(FindingCodes.Configuration, file, problem.Message) { Line = problem.Line, Column = problem.Column }
            : At(FindingCodes.Configuration, problem.ToString());

    private string? Find(string displayName)
    {
        var path = Path.GetFullPath(Path.Combine(root, displayName));
        return File.Exists(path) ? path : null;
    }
}
