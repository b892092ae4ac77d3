using System.Text;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Report;
using Bakeoff.Experiments.Stages;
using Bakeoff.Experiments.Stress;
using Bakeoff.Options.Files;
using Bakeoff.Pipeline.Running;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Experiments.Running;

/// <summary>
/// Copies the latest results of an experiment to <c>artifacts/experiments/&lt;name&gt;/</c>, the folder that people open.
/// </summary>
internal sealed class ResultPublisher
{
    private const string ExperimentFile = "experiment.yaml";

    private readonly string _folder;
    private readonly ResolvedExperiment _experiment;
    private ExperimentRecord _record;

    public ResultPublisher(Workspace workspace, ResolvedExperiment experiment)
    {
        _folder = workspace.ResultsFolder(experiment.Name);
        _experiment = experiment;
        _record = ExperimentRecord.ReadOrEmpty(Path.Combine(_folder, Workspace.RecordFile));
    }

    /// <summary>Copies a stage's outputs unless they are there already, then notes the stage in the record.</summary>
    public void Publish(StoreEntry entry)
    {
        var stage = entry.Record.Content.Stage;
        var isPublished = IsPublished(stage);
        var isSame =
            _record.Stages.TryGetValue(stage, out var before)
            && before.Fingerprint == entry.Record.Fingerprint
            && before.FinishedAt == entry.Record.FinishedAt;
        if (
            isSame
            && _record.Failure?.Stage != stage
            && (!isPublished || entry.Record.Files.All(IsThere)))
        {
            return;
        }

        Directory.CreateDirectory(_folder);
        if (isPublished)
        {
            Replace(entry);
        }

        _record = _record.With(entry);
        _record.Write(Path.Combine(_folder, Workspace.RecordFile));
        AtomicFile.Write(Path.Combine(_folder, ExperimentFile), Encoding.UTF8.GetBytes(_experiment.ToYaml()));
    }

    /// <summary>
    /// Puts a page that tells of a failure where the report would be, so that no earlier report passes for the result of this run.
    /// </summary>
    public void Publish(StageFailure failure, string page)
    {
        Directory.CreateDirectory(_folder);
        AtomicFolder.TryDelete(Path.Combine(_folder, ReportStage.PicturesFolder));
        AtomicFile.Write(Path.Combine(_folder, ReportStage.PageFile), Encoding.UTF8.GetBytes(page));
        _record = _record.With(failure, StageNames.Report);
        _record.Write(Path.Combine(_folder, Workspace.RecordFile));
        AtomicFile.Write(Path.Combine(_folder, ExperimentFile), Encoding.UTF8.GetBytes(_experiment.ToYaml()));
    }

    // A copy that a power failure left empty is made again.
    private bool IsThere(StoreFile file) =>
        new FileInfo(Path.Combine(_folder, file.Path)) is { Exists: true } copy && (copy.Length > 0 || file.Bytes == 0);

    // Outputs that are large tables for machines, or recordings, stay in the store.
    private static bool IsPublished(string stage) =>
        stage is not (StageNames.Download or StageNames.Featurize) && !StressStage.IsCondition(stage);

    private void Replace(StoreEntry entry)
    {
        // Folders are replaced whole, so that no file of an earlier result stays among the new ones.
        foreach (
            var folder in entry
                .Record.Files.Where(f => f.Path.Contains('/', StringComparison.Ordinal))
                .Select(f => f.Path[..f.Path.IndexOf('/', StringComparison.Ordinal)])
                .Distinct(StringComparer.Ordinal))
        {
            AtomicFolder.TryDelete(Path.Combine(_folder, folder));
        }

        foreach (var file in entry.Record.Files)
        {
            AtomicFile.Copy(Path.Combine(entry.Folder, file.Path), Path.Combine(_folder, file.Path));
        }
    }
}
