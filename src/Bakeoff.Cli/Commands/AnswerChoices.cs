using System.CommandLine;
using Bakeoff.Cli.Inputs;
using Bakeoff.Models;

namespace Bakeoff.Cli.Commands;

/// <summary>The options that say which answers are withheld.</summary>
internal sealed class AnswerChoices
{
    private readonly Option<double?> _rejectBelow = new("--reject-below")
    {
        Description = "Give no label to clips whose most probable one has a smaller probability. Default: reject_below of the experiment.",
        HelpName = "probability",
    };

    private readonly Option<double?> _coverage = new("--coverage")
    {
        Description = "Also give sets of labels that hold the true one at this rate: 0.8, 0.9 or 0.95; the model needs calibrated probabilities.",
        HelpName = "share",
    };

    /// <summary>Adds the options to a command.</summary>
    public AnswerChoices(Command command)
    {
        _rejectBelow.TakesNumber(0, 1);
        _coverage.TakesNumber(0, 1);
        command.Options.Add(_rejectBelow);
        command.Options.Add(_coverage);
    }

    /// <summary>Reads the options.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="rejectBelow">The threshold where the command line gives none; null for none.</param>
    public AnswerOptions Read(ParseResult parsed, double? rejectBelow) =>
        new() { RejectBelow = parsed.GetValue(_rejectBelow) ?? rejectBelow, Coverage = parsed.GetValue(_coverage) };
}
