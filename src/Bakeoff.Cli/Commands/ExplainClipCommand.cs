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
        picture.TakesPicture();
        command.Arguments.Add(name);
        command.Arguments.Add(file);
        foreach (var option in (Option[])[sets, fold, output, top, csv, picture])
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, _) => ExplainAsync(
            new Question
            {
                Experiment = ExperimentName.Read(parsed.GetValue(name)!, parsed.GetValue(sets)!),
                Sets = parsed.GetValue(sets)!,
                File = parsed.GetValue(file)!,
                Fold = parsed.GetValue(fold),
                Output = parsed.GetValue(output),
                Top = parsed.GetValue(top),
                IsCsv = parsed.GetValue(csv),
                Picture = parsed.GetValue(picture),
            }));
        return command;
    }

    private static async Task<int> ExplainAsync(Question question)
    {
        var workspace = Workspace.Find(Environment.CurrentDirectory);
        await using var session = ExperimentSession.Open(workspace, question.Experiment, question.Sets, threads: 0);

        // What cannot be predicted is said as predict says it.
        using var pool = new WorkerPool(Environment.ProcessorCount);
        var model = ExperimentModels.Load(workspace, session.Experiment.Name, new ModelLoadOptions { Fold = question.Fold, Pool = pool });
        var prediction = model.Predict(question.File);
        var explainer = ClipExplainer.Open(session);
        if (explainer.Explain(question.File, question.Fold) is { } explanation)
        {
            Print(question, session.Experiment.Name, prediction, explanation);
        }
        else
        {
            Print(question, session.Experiment.Name, prediction, explainer.Occlude(question.File, question.Fold, pool));
        }

        return ExitCodes.Done;
    }

    private static void Print(Question question, string experiment, Prediction prediction, ClipExplanation explanation)
    {
        if (question.Picture is { } path)
        {
            throw new InputNotFoundException(path, new ErrorDetails("the shares of features have no place in a spectrogram")
            {
                Rule = "--picture with a network alone",
                NextStep = "Leave --picture out.",
            });
        }

        var chosen = ExplanationPrinter.Choose(explanation.Outputs, question.Output, prediction.Label);
        if (question.IsCsv)
        {
            ExplanationPrinter.WriteCsv(explanation, Console.Out);
            return;
        }

        ExplanationPrinter.PrintHead(experiment, prediction);
        foreach (var k in chosen)
        {
            Console.Out.WriteLine();
            ExplanationPrinter.Print(explanation, k, question.Top);
        }

        Print(explanation.Notes);
    }

    private static void Print(Question question, string experiment, Prediction prediction, ClipOcclusion occlusion)
    {
        var chosen = ExplanationPrinter.Choose(occlusion.OutputNames, question.Output, prediction.Label);
        if (question.IsCsv)
        {
            OcclusionPrinter.WriteCsv(occlusion, Console.Out);
        }
        else
        {
            ExplanationPrinter.PrintHead(experiment, prediction);
            foreach (var k in chosen)
            {
                Console.Out.WriteLine();
                OcclusionPrinter.Print(occlusion, k, question.Top);
            }

            Print(occlusion.Notes);
        }

        if (question.Picture is { } target)
        {
            Draw(question.File, occlusion, chosen[0], target);
        }
    }

    private static void Print(IReadOnlyList<string> notes)
    {
        foreach (var note in notes)
        {
            Console.Out.WriteLine();
            Wrapped.Write(note, 0, Console.Out);
        }
    }

    private static void Draw(string path, ClipOcclusion occlusion, int output, string target)
    {
        using var recording = AudioReader.Open(path);
        var chart = OcclusionPicture.Create(recording, occlusion, output)
            ?? throw new InputNotFoundException(target, new ErrorDetails("nothing to draw: a clip has one row of features, which has no time")
            {
                NextStep = "Leave --picture out.",
            });
        Picture.Write(chart.ToDrawing(800), target, Picture.DefaultDotsPerInch);
        Console.Error.WriteLine(target);
    }

    /// <summary>The question, as typed.</summary>
    private sealed record Question
    {
        public required string Experiment { get; init; }

        public required IReadOnlyList<string> Sets { get; init; }

        public required string File { get; init; }

        public string? Fold { get; init; }

        public string? Output { get; init; }

        public required int Top { get; init; }

        public required bool IsCsv { get; init; }

        public string? Picture { get; init; }
    }
}
