using System.Globalization;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Stages;
using Bakeoff.Models;
using Bakeoff.Models.Storage;
using Bakeoff.Options;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Running;

namespace Bakeoff.Experiments.Predicting;

/// <summary>The trained models of a project's experiments.</summary>
[OutsideFingerprint("uses results of stages; no stage uses it")]
public static class ExperimentModels
{
    /// <summary>Loads the model of an experiment's latest results.</summary>
    /// <param name="workspace">The project.</param>
    /// <param name="experiment">
    /// Name of the experiment, which becomes the name of the model; null is an error that lists the trained ones.
    /// </param>
    /// <param name="options">Fold and threads.</param>
    /// <exception cref="ModelNotFoundException">No experiment is named, it has not been trained, or it has no such fold.</exception>
    public static EmotionModel Load(Workspace workspace, string? experiment, ModelLoadOptions options)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(options);
        if (experiment is null)
        {
            throw new ModelNotFoundException(
                workspace.ArtifactsFolder,
                new ErrorDetails("no model is named")
                {
                    Rule = "an experiment that is trained, or --model=FOLDER",
                    NextStep = ListTrained(workspace) is { Length: > 0 } trained
                        ? $"Name one{trained}."
                        : $"Train one first: {CommandName.Hint("train", "NAME")}.",
                });
        }

        var folder = Path.Combine(workspace.ResultsFolder(experiment), ModelFolders.Name);
        if (ModelFolders.Find(folder).Count == 0)
        {
            var place = Path.GetRelativePath(workspace.Root, folder).Replace('\\', '/');
            throw new ModelNotFoundException(
                folder,
                new ErrorDetails($"experiment {experiment} has no trained model at {place}")
                {
                    NextStep = TrainedMembers(workspace, experiment) is [var member, ..] members
                        ? string.Create(
                            CultureInfo.InvariantCulture,
                            $"{members.Count} members of its sweep have models, such as {member}; "
                                + $"{CommandName.Hint("best", experiment)} names the one to take.")
                        : workspace.HasExperiment(experiment)
                        ? $"Run {CommandName.Hint("train", experiment)} first, or name another{ListTrained(workspace)}."
                        : NearestName.Question(experiment, workspace.ExperimentNames())
                            ?? $"There is no experiments/{experiment}.yaml; name another{ListTrained(workspace)}.",
                });
        }

        return EmotionModel.Load(folder, options with { Name = experiment });
    }

    /// <summary>The probability below which an experiment gives no answer, as its latest evaluation has it; null for none.</summary>
    /// <param name="workspace">The project.</param>
    /// <param name="experiment">Name of the experiment.</param>
    public static double? RejectBelow(Workspace workspace, string experiment)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        var record = ExperimentRecord.ReadOrEmpty(Path.Combine(workspace.ResultsFolder(experiment), Workspace.RecordFile));
        return record.Stages.TryGetValue(StageNames.Evaluate, out var evaluated)
            && evaluated.Content.Parameters.TryGetValue("reject_below", out var text)
                ? double.Parse(text, CultureInfo.InvariantCulture)
                : null;
    }

    /// <summary>Names of the folds that an experiment has models of; none if it has a single model, or none.</summary>
    /// <param name="workspace">The project.</param>
    /// <param name="experiment">Name of the experiment.</param>
    public static IReadOnlyList<string> FoldNames(Workspace workspace, string experiment)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        return [.. FindModels(workspace, experiment).Select(static model => model.Fold).Where(static fold => fold.Length > 0)];
    }

    private static IReadOnlyList<(string Fold, string Folder)> FindModels(Workspace workspace, string experiment) =>
        ModelFolders.Find(Path.Combine(workspace.ResultsFolder(experiment), ModelFolders.Name));

    private static List<string> TrainedMembers(Workspace workspace, string experiment) =>
        [.. workspace.MembersOf(experiment).Where(member => FindModels(workspace, member).Count > 0)];

    private static string ListTrained(Workspace workspace)
    {
        var names = workspace.ExperimentNames().SelectMany(name => workspace.VariantsOf(name).Prepend(name));
        var trained = names.Where(name => FindModels(workspace, name).Count > 0).ToList();
        return trained.Count == 0 ? string.Empty : $" of those that are trained: {string.Join(", ", trained)}";
    }
}
