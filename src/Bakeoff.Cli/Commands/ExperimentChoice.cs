using System.CommandLine;
using Bakeoff.Cli.Inputs;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Running;
using Bakeoff.Options;
using Bakeoff.Options.Sweeps;

namespace Bakeoff.Cli.Commands;

/// <summary>The options that say which experiment is meant, shared by all commands that need one.</summary>
internal sealed class ExperimentChoice
{
    private readonly string _default;
    private readonly Option<string> _experiment;

    private readonly Option<string[]> _sets = new("--set", "-s")
    {
        Description =
            "Overrides one value of the YAML, such as training.batch_size=32; may repeat. dataset.source=PATH names a zip or folder of "
            + "recordings.",
        DefaultValueFactory = _ => [],
        HelpName = "key=value",
    };

    private readonly Option<int> _threads = Choices.CreateThreads();

    private readonly Argument<string?> _name = ExperimentName.CreateArgument(
        "Name of the experiment, its file, or a member of its sweep such as NAME+3; the same as --experiment.");

    /// <summary>Adds the options, and the name as an argument, to a command.</summary>
    /// <param name="command">The command.</param>
    public ExperimentChoice(Command command)
        : this(command, "quickstart")
    {
        command.Arguments.Add(_name);
        command.Validators.Add(result =>
        {
            if (
                result.GetValue(_name) is { } name
                && result.GetResult(_experiment) is { Implicit: false }
                && result.GetValue(_experiment) != name)
            {
                result.AddError($"the experiment is both '{name}' and '{result.GetValue(_experiment)}', expected one. Leave one out.");
            }
        });
    }

    /// <summary>Adds the options to a command whose arguments are others.</summary>
    /// <param name="command">The command.</param>
    /// <param name="usual">The experiment where none is named.</param>
    public ExperimentChoice(Command command, string usual)
    {
        _default = usual;
        _experiment = new Option<string>("--experiment", "-e")
        {
            Description = $"Name of the experiment: experiments/<name>.yaml. Default: {usual}.",
            DefaultValueFactory = _ => usual,
            HelpName = "name",
        };
        _experiment.CompletionSources.Add(ExperimentName.Complete);
        command.Options.Add(_experiment);
        command.Options.Add(_sets);
        command.Options.Add(_threads);
    }

    /// <summary>Opens the experiment that the command line names.</summary>
    public ExperimentSession Open(ParseResult parsed) =>
        ExperimentSession.Open(Workspace.Find(Environment.CurrentDirectory), Name(parsed), Sets(parsed), Threads(parsed));

    /// <summary>Names the experiment where options make it another one than its file describes.</summary>
    public static void PrintVariant(ExperimentSession session, TextWriter console)
    {
        if (VariantNames.Divide(session.Experiment.Name).Values.Count > 0)
        {
            console.WriteLine($"{session.Experiment.Name}: values other than those of its file, so results of its own");
        }
    }

    /// <summary>Name of the experiment.</summary>
    /// <exception cref="InputNotFoundException">None is named, and the project does not have the usual one.</exception>
    public string Name(ParseResult parsed)
    {
        if (parsed.GetValue(_name) is null && parsed.GetResult(_experiment) is null or { Implicit: true })
        {
            var names = Workspace.Find(Environment.CurrentDirectory).ExperimentNames();
            return names.Contains(_default, StringComparer.Ordinal)
                ? _default
                : throw new InputNotFoundException(
                    _default,
                    new ErrorDetails("the usual experiment is not in this project")
                    {
                        Rule = "the name of an experiment",
                        NextStep = names.Count == 0 ? "There are none yet." : $"There are: {string.Join(", ", names)}.",
                    });
        }

        return ExperimentName.Read(parsed.GetValue(_name) ?? parsed.GetValue(_experiment)!, Sets(parsed));
    }

    /// <summary>Overrides, <c>key=value</c> each.</summary>
    public IReadOnlyList<string> Sets(ParseResult parsed) => parsed.GetValue(_sets)!;

    /// <summary>Threads to compute with; 0 means one a processor.</summary>
    public int Threads(ParseResult parsed) => parsed.GetValue(_threads);
}
