using System.CommandLine;
using Bakeoff.Cli.Inputs;
using Bakeoff.Models;

namespace Bakeoff.Cli.Commands;

/// <summary>The options for predictions over time.</summary>
internal sealed class TrajectoryChoices
{
    private static readonly TrajectoryOptions Defaults = new();

    private readonly Option<double> _window = new("--window")
    {
        Description = "Length of a window in seconds.",
        DefaultValueFactory = _ => Defaults.WindowSeconds,
        HelpName = "seconds",
    };
    private readonly Option<double> _step = new("--step")
    {
        Description = "Seconds from the start of one window to the next, at most the window's length.",
        DefaultValueFactory = _ => Defaults.StepSeconds,
        HelpName = "seconds",
    };
    private readonly Option<TrajectoryChoice> _choice = new("--course")
    {
        Description = "Which clips are followed over time: auto, those longer than two windows, the default; always; never.",
        HelpName = "auto|always|never",
    };

    /// <summary>Adds the options to a command.</summary>
    public TrajectoryChoices(Command command)
    {
        _window.TakesNumber();
        _step.TakesNumber();
        _choice.TakesOneOf("auto", "always", "never");
        command.Options.Add(_window);
        command.Options.Add(_step);
        command.Options.Add(_choice);
        command.Validators.Add(result =>
        {
            // Defaults are not filled in yet when a command is checked.
            var window = Choices.ReadNumber(result.GetResult(_window), Defaults.WindowSeconds);
            var step = Choices.ReadNumber(result.GetResult(_step), Defaults.StepSeconds);
            if (double.IsNaN(window) || double.IsNaN(step))
            {
                return;
            }

            foreach (var problem in new TrajectoryOptions { WindowSeconds = window, StepSeconds = step }.Validate())
            {
                result.AddError($"--{problem.Key} {problem.Message}");
            }
        });
    }

    /// <summary>Options from the command line.</summary>
    public TrajectoryOptions Read(ParseResult parsed) =>
        new()
        {
            WindowSeconds = parsed.GetValue(_window),
            StepSeconds = parsed.GetValue(_step),
            Choice = parsed.GetValue(_choice),
        };
}
