using System.CommandLine;
using System.Globalization;
using Bakeoff.Audio.Decoding;
using Bakeoff.Cli.Inputs;
using Bakeoff.Cli.Output;
using Bakeoff.Models;
using Bakeoff.Numerics;

namespace Bakeoff.Cli.Commands;

/// <summary><c>bakeoff predict CLIP...</c>: predictions of a trained model for recordings.</summary>
internal static class PredictCommand
{
    public static Command Create()
    {
        var command = new Command(
            "predict",
            "Says which emotion a trained model hears: a label and probabilities for each recording, and their course over time for "
                + "long ones.");
        var clips = new Argument<string[]>("clips")
        {
            Description =
                "The experiment whose model is used, unless an option names one; then recordings (WAV, AIFF, FLAC, MP3, "
                    + "Ogg, Opus), folders of them, patterns such as 'clips/**/*.wav' (quoted), or - for standard input.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var inputs = new Option<string[]>("--input", "-i")
        {
            Description = "The same as the arguments; may repeat.",
            DefaultValueFactory = _ => [],
            HelpName = "clip",
        };
        command.Arguments.Add(clips);
        command.Options.Add(inputs);
        var model = new ModelChoice(command);
        var trajectory = new TrajectoryChoices(command);
        var choices = new AnswerChoices(command);
        var json = new Option<bool>("--json") { Description = "Write JSON." };
        var csv = new Option<bool>("--csv") { Description = "Write CSV: a row for each clip, then one for each of its windows." };
        command.Options.Add(json);
        command.Options.Add(csv);
        command.Validators.Add(result =>
        {
            if (result.GetValue(json) && result.GetValue(csv))
            {
                result.AddError("--json and --csv exclude each other, expected at most one.");
            }

            var words = result.GetValue(clips)!;
            var named = words is [var first, ..] && ExperimentName.IsOne(first) ? 1 : 0;
            if (words.Length - named + result.GetValue(inputs)!.Length == 0)
            {
                result.AddError("nothing to predict, expected a recording, a folder, a pattern, or - for standard input.");
            }
        });
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                using var pool = new WorkerPool(model.Threads(parsed));
                IReadOnlyList<string> words = parsed.GetValue(clips)!;
                var name = !model.IsGiven(parsed) && words is [var first, ..] && ExperimentName.IsOne(first) ? first : null;
                var loaded = model.Load(parsed, name, pool);
                var answers = choices.Read(parsed, model.RejectBelow(parsed, name));
                if (answers.FindObstacle(loaded) is { } problem)
                {
                    Console.Error.WriteLine($"bakeoff predict: --{problem.Key.Replace('_', '-')} {problem.Message}");
                    return Task.FromResult(ExitCodes.UserError);
                }

                var sounds = Find([.. name is null ? words : words.Skip(1), .. parsed.GetValue(inputs)!]);
                var outcomes = Predict(loaded, sounds, trajectory.Read(parsed), pool.ThreadCount, cancellationToken);
                IPredictionPrinter printer =
                    parsed.GetValue(json) ? new PredictionJson(Console.Out, answers)
                    : parsed.GetValue(csv) ? new PredictionCsv(Console.Out, answers)
                    : new PredictionTables(Console.Out, answers);
                return Task.FromResult(Print(loaded, outcomes, sounds.Count, printer));
            });
        return command;
    }

    private static List<string> Find(IReadOnlyList<string> inputs)
    {
        List<string> sounds = [.. SoundFiles.Find(inputs.Where(i => i != SoundFiles.StandardInput), Environment.CurrentDirectory)];
        if (inputs.Contains(SoundFiles.StandardInput, StringComparer.Ordinal))
        {
            sounds.Add(SoundFiles.StandardInput);
        }

        return sounds;
    }

    /// <summary>Reads, decodes and predicts several at a time; the outcomes come in the order of the sounds.</summary>
    private static IEnumerable<PredictionOutcome> Predict(
        EmotionModel model,
        List<string> sounds,
        TrajectoryOptions trajectory,
        int threads,
        CancellationToken cancellationToken) =>
        sounds
            .AsParallel()
            .AsOrdered()
            .WithDegreeOfParallelism(Math.Min(threads, 512))
            .WithMergeOptions(ParallelMergeOptions.NotBuffered)
            .WithCancellation(cancellationToken)
            .Select(sound => PredictOne(model, sound, trajectory, cancellationToken));

    private static PredictionOutcome PredictOne(
        EmotionModel model,
        string sound,
        TrajectoryOptions trajectory,
        CancellationToken cancellationToken)
    {
        var name = sound == SoundFiles.StandardInput ? SoundFiles.StandardInputName : sound;
        try
        {
            using var recording = SoundFiles.Open(sound);
            return new PredictionOutcome(name, model.Predict(recording, trajectory, cancellationToken), Fault: null);
        }
        catch (Exception exception)
            when (exception is AudioFormatException or UnusableClipException or IOException or UnauthorizedAccessException)
        {
            return new PredictionOutcome(name, Prediction: null, exception);
        }
    }

    private static int Print(EmotionModel model, IEnumerable<PredictionOutcome> outcomes, int count, IPredictionPrinter printer)
    {
        var faults = 0;
        printer.Start(model);
        foreach (var outcome in outcomes)
        {
            printer.Add(outcome);
            if (outcome.Prediction is { Peak: > 1 } loud)
            {
                Console.Error.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"bakeoff: {loud.Clip}: samples reach {loud.Peak:0.###} times full scale; they are used as they are."));
            }

            if (outcome.Fault is { } exception)
            {
                faults++;
                ErrorPrinter.Print(exception, Console.Error);
            }
        }

        printer.End();
        if (faults > 0 && count > 1)
        {
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"bakeoff: {faults} of {count} recordings could not be predicted; the messages above say why."));
        }

        return faults == 0 ? ExitCodes.Done : ExitCodes.UserError;
    }
}
