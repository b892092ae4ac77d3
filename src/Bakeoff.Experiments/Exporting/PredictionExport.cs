using Bakeoff.Corpora;
using Bakeoff.Corpora.Indexing;
using Bakeoff.Evaluation.Results;
using Bakeoff.Experiments.Evaluate;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Running;
using Bakeoff.Experiments.Stages;
using Bakeoff.Options;
using Bakeoff.Options.Files;

namespace Bakeoff.Experiments.Exporting;

/// <summary>Exports the predictions of a finished experiment as a database in audformat.</summary>
public static class PredictionExport
{
    /// <summary>Name of the folder among the experiment's results.</summary>
    public const string FolderName = "audformat";

    /// <summary>Writes the database; the usual folder is replaced as a whole once the new one is complete.</summary>
    /// <param name="session">The experiment, opened.</param>
    /// <param name="output">Folder to write to, new or empty; null for the usual one, <c>artifacts/experiments/NAME/audformat</c>.</param>
    /// <returns>Full path of the folder, and the number of predictions.</returns>
    /// <exception cref="NotFinishedException">The experiment is not evaluated, or a stored result is damaged.</exception>
    /// <exception cref="DatasetException">The folder holds something, or clips differ by their channel alone.</exception>
    public static (string Folder, int Count) Write(ExperimentSession session, string? output)
    {
        ArgumentNullException.ThrowIfNull(session);
        var finished = FinishedExperiment.Open(session);
        var folder = output is null
            ? Path.Combine(session.Workspace.ResultsFolder(session.Experiment.Name), FolderName)
            : Path.TrimEndingDirectorySeparator(Path.GetFullPath(output));
        if (output is not null && !AtomicFolder.IsFree(folder))
        {
            throw new DatasetException(
                DatasetProblem.Access,
                new ErrorDetails("is not empty")
                {
                    Where = folder,
                    Rule = "a folder that is new or empty",
                    NextStep = "Name another by --output.",
                });
        }

        if (finished.Result is RegressionResult)
        {
            throw new DatasetException(
                DatasetProblem.Table,
                new ErrorDetails("predicts numbers")
                {
                    Where = session.Experiment.Name,
                    Rule = "an experiment that predicts the label",
                    NextStep = $"predictions.csv in {session.Workspace.ResultsFolder(session.Experiment.Name)} has them.",
                });
        }

        var table = Path.Combine(finished.Entries[StageNames.Evaluate].Folder, EvaluateStage.PredictionsFile);
        var (labels, _, predictions) = PredictionTable.Read(table);
        var clips = IndexFiles.ReadClips(finished.Entries[StageNames.Index].Folder);
        var name = session.Experiment.Name;
        using var whole = new AtomicFolder(folder);
        var version = typeof(PredictionExport).Assembly.GetName().Version!.ToString(3);
        new AudformatPredictions(name, $"Bakeoff {version}, experiment {name}, corpus {finished.Dataset.Title}", finished.Dataset.Licence)
            .Write(whole.Pending, labels, predictions, clips);
        whole.MoveIntoPlace();
        return (folder, predictions.Count);
    }
}
