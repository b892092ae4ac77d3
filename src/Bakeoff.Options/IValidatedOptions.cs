namespace Bakeoff.Options;

/// <summary>Options with rules that relate several keys, beyond the ranges given by attributes.</summary>
public interface IValidatedOptions
{
    /// <summary>Every broken rule, not only the first; empty when the options can be used.</summary>
    IEnumerable<OptionProblem> Validate();
}
