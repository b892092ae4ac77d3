using System.CommandLine;
using Bakeoff.Cli.Inputs;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Predicting;
using Bakeoff.Experiments.Projects;
using Bakeoff.Models;
using Bakeoff.Numerics;
using Bakeoff.Pipeline.Running;

namespace Bakeoff.Cli.Commands;

/// <summary>The options that choose a trained model, shared by predict and serve.</summary>
internal sealed class ModelChoice
{
    private readonly Option<string?> _experiment = new("--experiment", "-e")
    {
        Description = "Experiment whose latest model is used: artifacts/experiments/<name>/model.",
        HelpName = "name",
    };

    private readonly Option<string[]> _sets = new("--set", "-s")
    {
        Description = "Value other than the file's, as it was given to train; may repeat. The same as naming experiment@key=value.",
        DefaultValueFactory = _ => [],
        HelpName = "key=value",
    };

    private readonly Option<string?> _model = new("--model", "-m")
    {
        Description = "Folder of a model instead of an experiment; it needs nothing beside it.",
        HelpName = "folder",
    };

    private readonly Option<string?> _fold = new("--fold")
    {
        Description = "Use the model of one fold. Without it the probabilities of all folds' models are averaged.",
        HelpName = "name",
    };

    private readonly Option<int> _threads = Choices.CreateThreads();

    /// <summary>Adds the options to a command.</summary>
    public ModelChoice(Command command)
    {
        _experiment.CompletionSources.Add(ExperimentName.Complete);
        _fold.CompletionSources.Add(context => Workspace.TryFind(Environment.CurrentDirectory) is { } workspace
            ? ExperimentModels.FoldNames(workspace, context.ParseResult.GetValue(_experiment) ?? string.Empty)
            : []);
        command.Options.Add(_experiment);
        command.Options.Add(_sets);
        command.Options.Add(_model);
        command.Options.Add(_fold);
        command.Options.Add(_threads);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_model) is not null && result.GetResult(_experiment) is { Implicit: false })
            {
                result.AddError("--model and --experiment exclude each other, expected one of them.");
            }
        });
    }

    /// <summary>Threads to compute with.</summary>
    public int Threads(ParseResult parsed) => parsed.GetValue(_threads) is > 0 and var threads ? threads : Environment.ProcessorCount;

    /// <summary>True if an option names the model, so that no argument does.</summary>
    public bool IsGiven(ParseResult parsed) => (parsed.GetValue(_model) ?? parsed.GetValue(_experiment)) is not null;

    /// <summary>Loads the model that the command line names.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="name">Experiment that an argument names; null where none does.</param>
    /// <param name="pool">Threads to compute with.</param>
    /// <exception cref="ModelNotFoundException">No model is named, or it is not there.</exception>
    public EmotionModel Load(ParseResult parsed, string? name, WorkerPool pool)
    {
        var options = new ModelLoadOptions { Fold = parsed.GetValue(_fold), Pool = pool };
        if (parsed.GetValue(_model) is not { } folder)
        {
            // Nothing is taken for granted: an experiment left out by mistake would be answered by another one's model.
            var workspace = Workspace.Find(Environment.CurrentDirectory);
            var meant = Experiment(parsed, name, workspace);
            var model = ExperimentModels.Load(workspace, meant, options);
            TellFailure(workspace, meant!);
            return model;
        }

        try
        {
            return EmotionModel.Load(folder, options);
        }
        catch (ModelNotFoundException exception) when (exception.NextStep is null && options.Fold is null)
        {
            exception.NextStep = "Train writes it to artifacts/experiments/NAME/model. Correct the path, or name an experiment.";
            throw;
        }
    }

    /// <summary>The threshold that the experiment of the model states; null where it states none, or a folder names the model.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="name">Experiment that an argument names; null where none does.</param>
    public double? RejectBelow(ParseResult parsed, string? name)
    {
        if (parsed.GetValue(_model) is not null)
        {
            return null;
        }

        var workspace = Workspace.Find(Environment.CurrentDirectory);
        return Experiment(parsed, name, workspace) is { } experiment ? ExperimentModels.RejectBelow(workspace, experiment) : null;
    }

    private string? Experiment(ParseResult parsed, string? name, Workspace workspace)
    {
        var sets = parsed.GetValue(_sets)!;
        var experiment = (name ?? parsed.GetValue(_experiment)) is { } typed ? ExperimentName.Read(typed, sets) : null;
        return experiment is not null && sets.Length > 0 ? ExperimentReader.Read(workspace.Root, experiment, sets).Name : experiment;
    }

    private static void TellFailure(Workspace workspace, string experiment)
    {
        var record = ExperimentRecord.ReadOrEmpty(Path.Combine(workspace.ResultsFolder(experiment), Workspace.RecordFile));
        if (record.Failure is { } failure)
        {
            Console.Error.WriteLine($"{experiment}: its latest run failed in {failure.Stage}; this model is of an earlier one.");
        }
    }
}
