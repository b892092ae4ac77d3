using Bakeoff.Experiments.Stages;
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
    /// <param name="setup">The experiment and its corpus.</param>
    /// <param name="finished">Results of the stages that are done, by name.</param>
    /// <param name="failure">What went wrong.</param>
    /// <param name="epochs">Epochs of each fold that ended before the failure.</param>
    public static async Task<string> RenderAsync(
        ExperimentSetup setup,
        IReadOnlyDictionary<string, StoreEntry> finished,
        StageFailure failure,
        IReadOnlyList<(string Fold, IReadOnlyList<EpochResult> Epochs)> epochs)
    {
        var failed = new RunFailure(failure.Stage, failure.Message);
        var report = new ExperimentReport(ReportOptions.From(setup), ReportPlace.From(setup), await setup.Git.Value);
        try
        {
            return Render(report.Gather(finished), failed, epochs);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Whatever broke the run may break its pictures too; the reason for the failure must be shown all the same.
            return Render(report.Gather(new Dictionary<string, StoreEntry>(StringComparer.Ordinal)), failed, epochs);
        }
    }

    private static string Render(
        RunReport report,
        RunFailure failure,
        IReadOnlyList<(string Fold, IReadOnlyList<EpochResult> Epochs)> epochs) =>
        RunReportPage.Render(
            report with
            {
                Failure = failure,
                Training =
                    report.Training.Count > 0
                        ? report.Training
                        : [.. TrainingCurves.From(epochs).Select(curve => curve with { ChosenEpoch = null })],
                Stages =
                [
                    .. report.Stages.Select(stage => stage.Name == failure.Stage ? stage with { Outcome = StageOutcome.Failed } : stage),
                ],
            });
}
