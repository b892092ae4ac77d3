using System.CommandLine;
using Bakeoff.Audio.Decoding;
using Bakeoff.Cli.Inputs;
using Bakeoff.Cli.Output;
using Bakeoff.Experiments.Explaining;
using Bakeoff.Experiments.Predicting;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Running;
using Bakeoff.Models;
using Bakeoff.Numerics;
using Bakeoff.Options;
using Bakeoff.Pictures;

namespace Bakeoff.Cli.Commands;

/// <summary><c>bakeoff explain-clip NAME FILE</c>: what the prediction for a recording rests on.</summary>
internal static class ExplainClipCommand
{
    public static Command Create()
    {
        var command = new Command(
            "explain-clip",
            "Tells what the prediction for a recording rests on: of linear models and trees the exact share of each feature (SHAP), of others and "
                + "networks what changes without a stretch of time, a frequency band or a group of features.");
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
        var csv = new Option<bool>("--csv") { Description = "Write CSV: a row for each feature or part, a column for each output." };
        var picture = new Option<string?>("--picture")
        {
            Description = "File to draw to, .svg, .png or .pdf: the spectrogram, veiled where a network's prediction does not rest on it.",
            HelpName = "path",
        };
        picture.Validators.Add(result =>
        {
            if (result.GetValue(picture) is { } path && !Picture.TryFormatOf(path, out _))
            {
                result.AddError($"--picture is '{path}', expected a path that ends in .svg, .png or .pdf.");
            }
        });
        command.Arguments.Add(name);
        command.Arguments.Add(file);
        command.Options.Add(sets);
        command.Options.Add(fold);
        command.Options.Add(output);
        command.Options.Add(top);
        command.Options.Add(csv);
        command.Options.Add(picture);
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
            var explainer = ClipExplainer.Open(session);
            if (explainer.Explain(path, parsed.GetValue(fold)) is { } explanation)
            {
                if (parsed.GetValue(picture) is { } unused)
                {
                    throw new InputNotFoundException(unused, new ErrorDetails("the shares of features have no place in a spectrogram")
                    {
                        Rule = "--picture with a network alone",
                    });
                }

                Print(explanation);
                return ExitCodes.Done;
            }

            var occlusion = explainer.Occlude(path, parsed.GetValue(fold), pool);
            var chosen = ExplanationPrinter.Choose(occlusion.OutputNames, parsed.GetValue(output), prediction.Label);
            if (parsed.GetValue(csv))
            {
                OcclusionPrinter.WriteCsv(occlusion, Console.Out);
            }
            else
            {
                ExplanationPrinter.PrintHead(session.Experiment.Name, prediction);
                foreach (var k in chosen)
                {
                    Console.Out.WriteLine();
                    OcclusionPrinter.Print(occlusion, k, parsed.GetValue(top));
                }

                foreach (var note in occlusion.Notes)
                {
                    Console.Out.WriteLine();
                    Wrapped.Write(note, 0, Console.Out);
                }
            }

            if (parsed.GetValue(picture) is { } target)
            {
                Draw(path, occlusion, chosen[0], target);
            }

            return ExitCodes.Done;

            void Print(ClipExplanation explanation)
            {
                var wanted = ExplanationPrinter.Choose(explanation.Outputs, parsed.GetValue(output), prediction.Label);
                if (parsed.GetValue(csv))
                {
                    ExplanationPrinter.WriteCsv(explanation, Console.Out);
                    return;
                }

                ExplanationPrinter.PrintHead(session.Experiment.Name, prediction);
                foreach (var k in wanted)
                {
                    Console.Out.WriteLine();
                    ExplanationPrinter.Print(explanation, k, parsed.GetValue(top));
                }
            }
        });
        return command;
    }

    private static void Draw(string path, ClipOcclusion occlusion, int output, string target)
    {
        using var recording = AudioReader.Open(path);
        var chart = OcclusionPicture.Create(recording, occlusion, output)
            ?? throw new InputNotFoundException(target, new ErrorDetails("nothing to draw: a clip has one row of features, which has no time"));
        Picture.Write(chart.ToDrawing(800), target, Picture.DefaultDotsPerInch);
        Console.Error.WriteLine(target);
    }
}
