using Bakeoff.Options;

namespace Bakeoff.Experiments.Sweeps;

/// <summary>A member of a sweep has no result although nothing is left to run it.</summary>
public sealed class MemberMissingException : BakeoffException
{
    /// <summary>Names the member and what is missing.</summary>
    /// <param name="member">Name of the member.</param>
    /// <param name="stage">First stage without a result.</param>
    public MemberMissingException(string member, string stage)
        : base(new ErrorDetails($"{stage} has no result")
        {
            Where = member,
            Rule = "one from an earlier job",
            NextStep = "Read that job's log, or run the sweep again: finished results stay.",
        })
    {
        Member = member;
        Stage = stage;
    }

    /// <summary>Name of the member.</summary>
    public string Member { get; }

    /// <summary>First stage without a result.</summary>
    public string Stage { get; }
}
