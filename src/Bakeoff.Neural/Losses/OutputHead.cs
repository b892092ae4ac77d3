namespace Bakeoff.Neural.Losses;

/// <summary>Loss and weight of some outputs of a network, the classes or one number, that are learned beside others.</summary>
/// <param name="Loss">Their loss, of classes or of numbers.</param>
/// <param name="Weight">Weight of the loss in the sum over the heads; positive.</param>
public sealed record OutputHead(LossOptions Loss, double Weight);
