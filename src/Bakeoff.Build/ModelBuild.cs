using Bakeoff.Audio.Features;
using Bakeoff.Build.Classes;
using Bakeoff.Build.Reporting;
using Bakeoff.Build.Requests;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Running;
using Bakeoff.Experiments.Stages;
using Bakeoff.Models;
using Bakeoff.Models.Storage;
using Bakeoff.Pipeline.Reasons;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Build;

/// <summary>Brings the models that a build asks for up to date.</summary>
/// <remarks>
/// Models are trained in the project of their experiment, so that all builds and commands share its store: where several want the same
/// model at once, one trains and the others wait. A training that was killed goes on from its last checkpoint.
/// </remarks>
/// <param name="request">The request.</param>
/// <param name="files">Where the build finds the models.</param>
/// <param name="output">The build's log, which receives findings as lines of their own.</param>
/// <param name="time">Clock by which the files of experiments are older or newer than what was made of them.</param>
internal sealed class ModelBuild(BuildRequest request, BuildFiles files, TextWriter output, TimeProvider time)
{
    private readonly List<Finding> _findings = [];
    private readonly List<ModelClass> _classes = [];
    private readonly List<string> _recordings = [];

    private bool HasErrors => _findings.Exists(static finding => !finding.IsWarning);

    /// <summary>Makes what is not current.</summary>
    /// <param name="version">Version of this program.</param>
    /// <param name="cancellationToken">Ends a training; the next build goes on with it.</param>
    /// <returns>True if all models are there.</returns>
    public async Task<bool> RunAsync(string version, CancellationToken cancellationToken)
    {
        var asOf = time.GetUtcNow().UtcDateTime;
        files.Begin();
        foreach (var finding in request.Check())
        {
            Report(finding);
        }

        if (HasErrors)
        {
            return false;
        }

        foreach (var model in request.Models)
        {
            await AddAsync(model, cancellationToken);
        }

        if (HasErrors)
        {
            return false;
        }

        if (request.WritesClass)
        {
            files.WriteClasses(ModelClassWriter.Write(_classes, version));
        }

        files.Finish(_recordings, _findings.Count == 0 ? asOf : null);
        return true;
    }

    private async Task AddAsync(ModelRequest model, CancellationToken cancellationToken)
    {
        var place = new ExperimentPlace(model.Root!, model.Yaml);
        try
        {
            await AddAsync(model, place, cancellationToken);
        }
        catch (Exception exception) when (place.Explain(exception) is { Count: > 0 } findings)
        {
            findings.ToList().ForEach(Report);
        }
    }

    private async Task AddAsync(ModelRequest model, ExperimentPlace place, CancellationToken cancellationToken)
    {
        var workspace = new Workspace(model.Root!);
        var source = Path.Combine(Path.GetDirectoryName(request.Project)!, model.Recordings);
        var experiment = ExperimentReader.Read(
            workspace.Root,
            model.Experiment,
            model.Recordings.Length == 0 ? [] : [$"dataset.source={source}"]);
        place.Experiment = experiment;
        if (experiment.Options.Normalization == FeatureNormalization.Speaker)
        {
            Report(place.At(
                "normalization",
                FindingCodes.Unusable,
                "normalization: speaker needs all clips of a speaker at once, expected train, clip or none in a model that a program "
                    + "loads."));
            return;
        }

        await using var session = ExperimentSession.Open(workspace, experiment, threads: 0, parent: null);
        if (await FindModelAsync(session, place, cancellationToken) is not { } training)
        {
            return;
        }

        var folder = Path.Combine(training.Folder, ModelFolders.Name);
        files.CopyModel(folder, model.ClassName);
        _recordings.AddRange(session.RecordingPaths);
        var trained = EmotionModel.Load(folder);
        _classes.Add(new ModelClass(model.Experiment, trained.Labels, trained.Targets)
        {
            Namespace = model.Namespace,
            Name = model.ClassName,
            IsPublic = model.Access == "public",
            Question = experiment.Options.Question,
            Folder = request.OutputFolder + model.ClassName,
        });
    }

    /// <returns>The result of the training to use; null after a finding.</returns>
    private async Task<StoreEntry?> FindModelAsync(ExperimentSession session, ExperimentPlace place, CancellationToken cancellationToken)
    {
        var stages = session.Status(StageNames.Train);
        if (stages[^1].Entry is { } current)
        {
            return current;
        }

        var name = session.Experiment.Name;
        var latest = session.FindLatest(StageNames.Train);
        var changed = stages.First(static stage => stage.Entry is null);
        var state = $"the model of {name} is {(latest is null ? "missing" : "stale")} "
            + $"({changed.Stage.Name}: {RerunReasonText.Join(changed.Reasons)})";
        switch (request.Rule)
        {
            case TrainingRule.Never:
                Report(place.At(
                    FindingCodes.NotCurrent,
                    $"{state}, expected a current one with TrainModels=never. Build with TrainModels=stale where the recordings are, "
                        + "or bring the folder artifacts/store of a machine that did."));
                return null;
            case TrainingRule.Missing when latest is not null:
                Report(place.At(FindingCodes.StaleUsed, $"{state} and is used because of TrainModels=missing.") with { IsWarning = true });
                return latest;
            default:
                await session.RunAsync(StageNames.Train, force: false, new BuildObserver(name, output), cancellationToken);
                return session.Status(StageNames.Train)[^1].Entry;
        }
    }

    private void Report(Finding finding)
    {
        _findings.Add(finding);
        output.WriteLine(finding);
    }
}
