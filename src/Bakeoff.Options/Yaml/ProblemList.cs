namespace Bakeoff.Options.Yaml;

/// <summary>Collects problems while reading goes on.</summary>
internal sealed class ProblemList
{
    private readonly List<ConfigurationProblem> _problems = [];

    /// <summary>How many there are so far.</summary>
    public int Count => _problems.Count;

    /// <summary>Adds <c>path is value, expected rule. next step</c>.</summary>
    public void AddValue(ConfigurationNode node, string path, string rule, string nextStep = "")
    {
        var value = node is ScalarNode scalar ? scalar.Text : null;
        Add(node.Origin, path, value, rule, $"{Subject(path)} is {node.Describe()}, expected {rule}.{(nextStep.Length == 0 ? "" : " " + nextStep)}");
    }

    /// <summary>Adds a problem with a message of its own.</summary>
    public void Add(ValueOrigin origin, string path, string? value, string rule, string message) =>
        _problems.Add(new ConfigurationProblem(origin.Source, origin.Line, origin.Column, path, value, rule, message));

    /// <summary>Adds what another list holds and this one does not: members of a sweep share most of their keys, and their problems.</summary>
    public void AddNew(ProblemList other) => _problems.AddRange(other._problems.Where(problem => !_problems.Contains(problem)).ToList());

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

    /// <summary>How a message calls the thing at a path.</summary>
    public static string Subject(string path) => path.Length == 0 ? "the file" : path;
}
