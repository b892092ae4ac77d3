using Bakeoff.Neural.Training;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Running;
using Bakeoff.Pipeline.Store;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Experiments.Report;

/// <summary>Writes the page of a run that failed: what went wrong, and everything that was there before.</summary>
[OutsideFingerprint("shows a run that has no result")]
internal static class FailedRunPage
{
    /// <summary>Renders the page.</summary>
    /// <param name="subject">The experiment and its corpus.</param>
    /// <param name="finished">Results of the stages that are done, by name.</param>
    /// <param name="failure">What went wrong.</param>
    /// <param name="heard">Epochs of each fold that ended before the failure.</param>
    public static string Render(ReportSubject subject, IReadOnlyDictionary<string, StoreEntry> finished, StageFailure failure, IReadOnlyList<(string Fold, IReadOnlyList<EpochResult> Epochs)> heard)
    {
        var failed = new RunFailure(failure.Stage, failure.Message);
        try
        {
            return Render(ExperimentReport.Gather(subject, finished), failed, heard);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // Whatever broke the run may break its pictures too; the reason for the failure must be read all the same.
            return Render(ExperimentReport.Gather(subject, new Dictionary<string, StoreEntry>(StringComparer.Ordinal)), failed, heard);
        }
    }

    private static string Render(RunReport report, RunFailure failure, IReadOnlyList<(string Fold, IReadOnlyList<EpochResult> Epochs)> heard) => RunReportPage.Render(report with
    {
        Failure = failure,
        Training = report.Training.Count > 0 ? report.Training : [.. ExperimentReport.Training(heard).Select(curve => curve with { ChosenEpoch = null })],
        Stages = [.. report.Stages.Select(stage => stage.Name == failure.Stage ? stage with { Outcome = StageOutcome.Failed } : stage)],
    });
}
