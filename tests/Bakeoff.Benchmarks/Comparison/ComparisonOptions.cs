using System.Globalization;

namespace Bakeoff.Benchmarks.Comparison;

/// <summary>The options of the command <c>compare</c>.</summary>
internal sealed record ComparisonOptions
{
    /// <summary>The usage line.</summary>
    public const string Usage = """
        compare [--filter TEXT] [--rounds N] [--threads N] [--recordings FOLDER] [--python PATH] [--check]
          --filter      rows whose name contains the text; all by default
          --rounds      rounds of each side, alternating; 5 by default
          --threads     threads of our side and most threads of a peer; one per processor by default
          --recordings  folder of WAV files for the row 'features'; made of tones and noise by default
          --python      the Python that has the peers; python3 by default, then /usr/bin/python3
          --check       exit code 1 when a row is behind its floor, the least ratio to the fastest peer
        """;

    /// <summary>Part of the names of wanted rows; empty for all.</summary>
    public string Filter { get; private init; } = "";

    /// <summary>Rounds of each side. Range 1..1000. Default 5.</summary>
    public int Rounds { get; private init; } = 5;

    /// <summary>Threads. Range 1..1024. Default one per processor.</summary>
    public int Threads { get; private init; } = Environment.ProcessorCount;

    /// <summary>Folder of recordings; null to make some.</summary>
    public string? Recordings { get; private init; }

    /// <summary>Python to run the peers with; null to look for one.</summary>
    public string? Python { get; private init; }

    /// <summary>True when a row behind its floor is a failure.</summary>
    public bool Check { get; private init; }

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="FormatException">An option is unknown, lacks its value, or the value is out of range.</exception>
    public static ComparisonOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new ComparisonOptions();
        var rest = new Queue<string>(arguments);
        while (rest.TryDequeue(out var name))
        {
            if (name == "--check")
            {
                options = options with { Check = true };
                continue;
            }

            var value = rest.TryDequeue(out var next) ? next : throw new FormatException($"{name}: no value follows, expected one.");
            options = name switch
            {
                "--filter" => options with { Filter = value },
                "--rounds" => options with { Rounds = Number(name, value, 1000) },
                "--threads" => options with { Threads = Number(name, value, 1024) },
                "--recordings" => options with { Recordings = value },
                "--python" => options with { Python = value },
                _ => throw new FormatException($"unknown option '{name}'."),
            };
        }

        return options;
    }

    private static int Number(string name, string text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= 1 && value <= most
            ? value
            : throw new FormatException(
                string.Create(CultureInfo.InvariantCulture, $"{name} is '{text}', expected a whole number from 1 to {most}."));
}
