namespace Bakeoff.Options;

/// <summary>A configuration cannot be used; holds every problem found, so that one edit can fix them all.</summary>
public sealed class ConfigurationException : BakeoffException
{
    /// <summary>Collects problems.</summary>
    /// <param name="problems">At least one problem, in the order in which they are shown.</param>
    public ConfigurationException(IReadOnlyList<ConfigurationProblem> problems)
        : base(new ErrorDetails(string.Join('\n', problems)))
    {
        Problems = problems;
    }

    /// <summary>Every problem, in the order of the message's lines.</summary>
    public IReadOnlyList<ConfigurationProblem> Problems { get; }
}
