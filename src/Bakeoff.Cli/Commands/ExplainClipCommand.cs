using System.CommandLine;
using Bakeoff.Cli.Inputs;
using Bakeoff.Cli.Output;
using Bakeoff.Experiments.Explaining;
using Bakeoff.Experiments.Predicting;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Running;
using Bakeoff.Models;
using Bakeoff.Numerics;

namespace Bakeoff.Cli.Commands;

/// <summary><c>bakeoff explain-clip NAME FILE</c>: the share of each feature in the prediction for a recording.</summary>
internal static class ExplainClipCommand
{
    public static Command Create()
    {
        var command = new Command(
            "explain-clip",
            "Divides the prediction for a recording among its features, by exact Shapley values (SHAP): of linear models and of trees.");
        var name = new Argument<string>("name") { Description = "Name of the experiment, or its file." };
        name.CompletionSources.Add(ExperimentName.Complete);
        var file = new Argument<string>("file") { Description = "The recording." };
        var sets = new Option<string[]>("--set", "-s")
        {
            Description = "Value other than the file's, as it was given to train; may repeat.",
            DefaultValueFactory = _ => [],
            HelpName = "key=value",
        };
        var fold = new Option<string?>("--fold")
        {
            Description = "Explain the model of one fold. Without it the mean of all folds' models is explained.",
            HelpName = "name",
        };
        var output = new Option<string?>("--output", "-o")
        {
            Description = "The label or number to explain. Without it the predicted label, or all numbers.",
            HelpName = "label",
        };
        var top = new Option<int>("--top")
        {
            Description = "Features to show; the rest is one line.",
            DefaultValueFactory = _ => 12,
            HelpName = "count",
        };
        top.TakesNumber(1, 100_000);
        var csv = new Option<bool>("--csv") { Description = "Write CSV: a row for each feature, a column for each output." };
        command.Arguments.Add(name);
        command.Arguments.Add(file);
        command.Options.Add(sets);
        command.Options.Add(fold);
        command.Options.Add(output);
        command.Options.Add(top);
        command.Options.Add(csv);
        command.SetAction(async (parsed, _) =>
        {
            var workspace = Workspace.Find(Environment.CurrentDirectory);
            var experiment = ExperimentName.Read(parsed.GetValue(name)!, parsed.GetValue(sets)!);
            await using var session = ExperimentSession.Open(workspace, experiment, parsed.GetValue(sets)!, threads: 0);
            var path = parsed.GetValue(file)!;

            // What cannot be predicted is said as predict says it.
            using var pool = new WorkerPool(Environment.ProcessorCount);
            var model = ExperimentModels.Load(
                workspace, session.Experiment.Name, new ModelLoadOptions { Fold = parsed.GetValue(fold), Pool = pool });
            var prediction = model.Predict(path);
            var explanation = ClipExplainer.Open(session).Explain(path, parsed.GetValue(fold));
            if (parsed.GetValue(csv))
            {
                ExplanationPrinter.WriteCsv(explanation, Console.Out);
                return ExitCodes.Done;
            }

            var outputs = ExplanationPrinter.Choose(explanation, parsed.GetValue(output), prediction.Label);
            ExplanationPrinter.Print(session.Experiment.Name, prediction, explanation, outputs, parsed.GetValue(top));
            return ExitCodes.Done;
        });
        return command;
    }
}
