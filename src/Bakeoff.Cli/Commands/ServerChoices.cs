using System.CommandLine;
using Bakeoff.Cli.Inputs;
using Bakeoff.Serving;

namespace Bakeoff.Cli.Commands;

/// <summary>The options for address and limits of the server.</summary>
internal sealed class ServerChoices
{
    private static readonly ServerOptions Defaults = new();

    private readonly Option<string> _host = new("--host")
    {
        Description = "Address to listen on: an IP address, localhost, or * for all. Only 127.0.0.1 and localhost keep others out.",
        DefaultValueFactory = _ => Defaults.Host,
        HelpName = "address",
    };

    private readonly Option<int> _port = Number("--port", Defaults.Port, "number", "Port to listen on; 0 for any free one.");
    private readonly Option<int> _megabytes = Number("--max-megabytes", Defaults.MaxMegabytes, "MB", "Largest recording taken.");
    private readonly Option<double> _seconds = Number("--max-seconds", Defaults.MaxSeconds, "seconds", "Longest recording taken.");

    private readonly Option<double> _timeout = Number(
        "--timeout", Defaults.TimeoutSeconds, "seconds", "Seconds that a request may take, its sending included.");

    private readonly Option<int> _concurrency = Number(
        "--concurrency", Defaults.Concurrency, "count", "Predictions at once. Default: one a processor.");

    private readonly Option<int> _queue = Number(
        "--queue", Defaults.Queue, "count", "Requests that wait for their turn before others are sent away with 503.");

    /// <summary>Adds the options to a command.</summary>
    public ServerChoices(Command command)
    {
        foreach (var option in (Option[])[_host, _port, _megabytes, _seconds, _timeout, _concurrency, _queue])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Reads the options.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="rejectBelow">The probability below which no label is given; null for none.</param>
    public ServerOptions Read(ParseResult parsed, double? rejectBelow) => new()
    {
        Host = parsed.GetValue(_host)!,
        Port = parsed.GetValue(_port),
        MaxMegabytes = parsed.GetValue(_megabytes),
        MaxSeconds = parsed.GetValue(_seconds),
        TimeoutSeconds = parsed.GetValue(_timeout),
        Concurrency = parsed.GetValue(_concurrency),
        Queue = parsed.GetValue(_queue),
        RejectBelow = rejectBelow,
    };

    private static Option<T> Number<T>(string name, T usual, string unit, string description)
    {
        var option = new Option<T>(name) { Description = description, DefaultValueFactory = _ => usual, HelpName = unit };
        option.TakesNumber();
        return option;
    }
}
