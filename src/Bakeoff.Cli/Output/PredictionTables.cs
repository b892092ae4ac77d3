using System.Globalization;
using Bakeoff.Models;
using Spectre.Console;

namespace Bakeoff.Cli.Output;

/// <summary>Writes predictions for people: a table of the clips, then the trajectory of each long one with a bar for its label.</summary>
internal sealed class PredictionTables : IPredictionPrinter
{
    private const int BarWidth = 24;

    /// <summary>Clips are not cut to less.</summary>
    private const int ShortClip = 16;

    /// <summary>Width of seconds and probability, with two blanks before them and before the label.</summary>
    private const int OtherColumns = 2 + 7 + 2 + 2 + 11;

    private readonly IAnsiConsole _console;
    private readonly List<Prediction> _clips = [];
    private EmotionModel? _model;

    private readonly AnswerOptions _answers;

    public PredictionTables(TextWriter output, AnswerOptions answers) => (_console, _answers) = (PlainTable.ConsoleOn(output), answers);

    public void Start(EmotionModel model) => _model = model;

    public void Add(PredictionOutcome outcome)
    {
        if (outcome.Prediction is { } prediction)
        {
            _clips.Add(prediction);
        }
    }

    public void End()
    {
        if (_clips.Count == 0)
        {
            return;
        }

        _console.WriteLine(
            _model!.ModelCount == 1
                ? $"{_model.Name}:"
                : string.Create(CultureInfo.InvariantCulture, $"{_model.Name}, mean of {_model.ModelCount} folds:"));
        if (_model.Labels.Count > 0)
        {
            _console.Write(Clips());
        }

        if (_model.Targets.Count > 0)
        {
            _console.Write(ValueTable(
                ["clip", "seconds"],
                _clips.Select(static clip => (new[] { clip.Clip, Number(clip.Seconds, "0.00") }, clip.Values))));
        }

        if (_answers.Describe(_model) is { } bought)
        {
            var rejected = _clips.Count(clip => _answers.Rejects(clip) == true);
            _console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rejected} of {_clips.Count} rejected. {bought}"));
        }

        if (_answers.Coverage is { } coverage)
        {
            _console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"Sets of labels that hold the true one in {100 * coverage:0} % of clips:"));
            foreach (var clip in _clips)
            {
                _console.WriteLine($"{clip.Clip}: {string.Join(", ", _answers.SetOf(_model, clip)!)}");
            }
        }

        foreach (var clip in _clips.Where(c => c.Trajectory.Count > 0))
        {
            _console.WriteLine();
            _console.WriteLine($"{clip.Clip} over time:");
            if (_model.Labels.Count > 0)
            {
                _console.Write(TrajectoryTable(clip));
            }

            if (_model.Targets.Count > 0)
            {
                _console.Write(ValueTable(
                    ["from", "to"],
                    clip.Trajectory.Select(static window =>
                        (new[] { Number(window.StartSeconds, "0.0"), Number(window.EndSeconds, "0.0") }, window.Values))));
            }
        }
    }

    /// <summary>All probabilities where there is room for them, else that of the label, and clips cut in the middle to fit.</summary>
    private Table Clips()
    {
        var labels = _model!.Labels;
        var needed = _clips.Max(c => c.Clip.Length) + 10 + labels.Max(l => l.Length) + 2 + labels.Sum(l => Math.Max(l.Length, 5) + 2);
        var isWide = needed <= _console.Profile.Width;
        var room = isWide ? int.MaxValue : Math.Max(ShortClip, _console.Profile.Width - 1 - OtherColumns - labels.Max(l => l.Length));
        var table = PlainTable.Create(["clip", "seconds", "label", .. isWide ? labels : ["probability"]], leftColumns: [0, 2]);
        foreach (var clip in _clips)
        {
            var shown = isWide
                ? clip.Probabilities.Select((p, k) => Probability(p, labels[k] == clip.Label))
                : [Probability(clip.Probabilities.Max(), isBest: true)];
            var name = Markup.Escape(Terminal.Cut(clip.Clip, room));
            var label = _answers.Rejects(clip) == true ? "[grey](rejected)[/]" : $"[bold]{Markup.Escape(clip.Label)}[/]";
            table.AddRow([name, Number(clip.Seconds, "0.00"), label, .. shown]);
        }

        return table;
    }

    private Table ValueTable(string[] columns, IEnumerable<(string[] Cells, IReadOnlyList<float> Values)> rows)
    {
        var targets = _model!.Targets;
        var table = PlainTable.Create([.. columns, .. targets], leftColumns: [0]);
        var room = Math.Max(ShortClip, _console.Profile.Width - 1 - 2 - 7 - targets.Sum(static target => Math.Max(target.Length, 6) + 2));
        foreach (var (cells, values) in rows)
        {
            var first = Markup.Escape(Terminal.Cut(cells[0], room));
            table.AddRow([
                first,
                .. cells.Skip(1),
                .. targets.Select((_, target) => values.Count == 0 ? "[grey](silent)[/]" : Number(values[target], "0.000")),
            ]);
        }

        return table;
    }

    private static Table TrajectoryTable(Prediction clip)
    {
        var table = PlainTable.Create(["from", "to", "label", "", ""], leftColumns: [2, 4]);
        foreach (var window in clip.Trajectory)
        {
            var best = window.Label is null ? 0 : window.Probabilities.Max();
            table.AddRow(
                Number(window.StartSeconds, "0.0"),
                Number(window.EndSeconds, "0.0"),
                window.Label is null ? "[grey](silent)[/]" : Markup.Escape(window.Label),
                window.Label is null ? string.Empty : Number(best, "0.000"),
                new string('█', (int)Math.Round(best * BarWidth)));
        }

        return table;
    }

    private static string Probability(float value, bool isBest) => isBest ? $"[bold]{Number(value, "0.000")}[/]" : Number(value, "0.000");

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
