using Bakeoff.Models;

namespace LiveEmotion;

/// <summary>The emotions over time: rows that roll from right to left in a terminal, a line for each window elsewhere.</summary>
internal sealed class CourseView(IReadOnlyList<string> labels)
{
    private const string Levels = " ▁▂▃▄▅▆▇█";

    private readonly List<WindowPrediction> _windows = [];
    private readonly int _nameWidth = labels.Max(label => label.Length);

    // Rows are drawn over each other, which takes a terminal that is high enough.
    private readonly bool _isLive = !Console.IsOutputRedirected
        && Environment.GetEnvironmentVariable("TERM") != "dumb"
        && Console.WindowHeight > labels.Count + 3;

    /// <summary>Shows the next windows.</summary>
    public void Show(IReadOnlyList<WindowPrediction> windows)
    {
        if (_isLive && windows.Count > 0)
        {
            var isFirst = _windows.Count == 0;
            _windows.AddRange(windows);
            Draw(isFirst, Math.Clamp(Console.WindowWidth, 40, 160) - _nameWidth - 9);
            return;
        }

        foreach (var window in windows)
        {
            Console.WriteLine($"{window.StartSeconds,8:0.00} {window.EndSeconds,8:0.00}  {Describe(window)}");
        }
    }

    private void Draw(bool isFirst, int columns)
    {
        _windows.RemoveRange(0, Math.Max(0, _windows.Count - columns));
        var last = _windows[^1];
        var text = new StringWriter();
        if (!isFirst)
        {
            text.Write($"\e[{labels.Count + 1}A");
        }

        for (var k = 0; k < labels.Count; k++)
        {
            var course = string.Concat(_windows.Select(window => Bar(window, k))).PadLeft(columns);
            var value = last.Label is null ? "" : $"{last.Probabilities[k]:0.00}";
            var row = $"{labels[k].PadRight(_nameWidth)} {course} {value,4}";
            text.Write(labels[k] == last.Label ? $"\r> \e[1m{row}\e[0m\e[K\n" : $"\r  {row}\e[K\n");
        }

        text.Write($"\r  {last.EndSeconds:0.00} s  {Describe(last)}\e[K\n");
        Console.Write(text);
    }

    private string Describe(WindowPrediction window) =>
        window.Label is null ? "silent" : $"{window.Label.PadRight(_nameWidth)} {window.Probabilities.Max():0.000}";

    private static char Bar(WindowPrediction window, int label) =>
        window.Label is null ? '·' : Levels[(int)Math.Round(window.Probabilities[label] * (Levels.Length - 1))];
}
