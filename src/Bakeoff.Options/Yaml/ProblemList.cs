using Bakeoff.Options.Unicode;

namespace Bakeoff.Options.Yaml;

/// <summary>Collects problems with their places while reading goes on, so that one message can show them all.</summary>
public sealed class ProblemList
{
    private readonly List<ConfigurationProblem> _problems = [];

    /// <summary>The number of problems so far.</summary>
    public int Count => _problems.Count;

    /// <summary>Adds <c>path is value, expected rule. Next step.</c></summary>
    /// <param name="node">The value that breaks the rule.</param>
    /// <param name="path">Its dotted key; empty for the file as a whole.</param>
    /// <param name="rule">What was expected, such as <c>a whole number</c>.</param>
    /// <param name="nextStep">What the user can do, as a sentence; empty when the rule says it all.</param>
    public void AddValue(ConfigurationNode node, string path, string rule, string nextStep = "")
    {
        ArgumentNullException.ThrowIfNull(node);
        var value = node is ScalarNode scalar ? scalar.Text : null;
        var next = nextStep.Length == 0 ? "" : " " + nextStep;
        Add(node.Origin, path, value, rule, $"{Subject(path)} is {node.Describe()}, expected {rule}.{next}");
    }

    /// <summary>Adds a problem if a text holds characters that nobody sees, so that two names would look like one.</summary>
    /// <param name="node">The text.</param>
    /// <param name="path">Its dotted key.</param>
    /// <param name="subject">The thing that the text is, as the message calls it.</param>
    internal void RequireVisible(ScalarNode node, string path, string subject)
    {
        if (VisibleText.InvisibleIn(node.Text) is { Count: > 0 } invisible)
        {
            var claim = $"{subject} holds {string.Join(", ", invisible)}, which nobody sees, expected visible characters.";
            Add(node.Origin, path, node.Text, "visible characters", $"{claim} Delete and type it again.");
        }
    }

    /// <summary>Adds a problem with a message of its own.</summary>
    /// <param name="origin">The place.</param>
    /// <param name="path">Dotted key; empty for the file as a whole.</param>
    /// <param name="value">The value as written; null when there is none.</param>
    /// <param name="rule">What was expected, in few words.</param>
    /// <param name="message">The sentence for the user, without the place: what, actual value, rule, next step.</param>
    public void Add(ValueOrigin origin, string path, string? value, string rule, string message)
    {
        ArgumentNullException.ThrowIfNull(origin);
        _problems.Add(new ConfigurationProblem(origin.Source, origin.Line, origin.Column, path, value, rule, message));
    }

    /// <summary>Adds the problems that another list holds and this one does not.</summary>
    public void AddNew(ProblemList other)
    {
        ArgumentNullException.ThrowIfNull(other);
        _problems.AddRange(other._problems.Where(problem => !_problems.Contains(problem)).ToList());
    }

    /// <summary>Throws when there is any problem; sorted by file as first met, then by place.</summary>
    /// <exception cref="ConfigurationException">There is at least one problem.</exception>
    public void ThrowIfAny()
    {
        if (_problems.Count > 0)
        {
            var files = _problems.Select(p => p.File).Distinct(StringComparer.Ordinal).ToList();
            throw new ConfigurationException([.. _problems.OrderBy(p => files.IndexOf(p.File)).ThenBy(p => p.Line).ThenBy(p => p.Column)]);
        }
    }

    /// <summary>The thing at a path, as messages call it.</summary>
    internal static string Subject(string path) => path.Length == 0 ? "the file" : path;
}
