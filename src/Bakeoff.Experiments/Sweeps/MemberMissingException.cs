namespace Bakeoff.Experiments.Sweeps;

/// <summary>A member of a sweep has no result although nothing is left to run it.</summary>
public sealed class MemberMissingException : Exception
{
    /// <summary>Names the member and what is missing.</summary>
    /// <param name="member">Name of the member.</param>
    /// <param name="stage">First stage without a result.</param>
    public MemberMissingException(string member, string stage)
        : base($"{member}: {stage} has no result, expected one from an earlier job. Read that job's log, or run the sweep again: what is there stays.")
    {
        Member = member;
        Stage = stage;
    }

    /// <summary>Name of the member.</summary>
    public string Member { get; }

    /// <summary>First stage without a result.</summary>
    public string Stage { get; }
}
