"""Reference video: pictures in, embeddings for the language model out.

    frames, movie, ahead, turned  which pictures are taken, reading them, and which way up they are
    blazepose, landmarks, sides   one person's landmarks in each picture ("pose" encoder)
    features                      landmarks at any rate, as one row for each latent frame
    projector, projector_torch    features as embeddings, at run time and in training
    camera, simulate              the same features from motion data, without any pictures, for training
    siglip, siglip_random         pixels instead of landmarks, through llama.cpp
    encoder                       all of it behind one interface; ``watch`` does everything for a file
    drawing, networks, fetch      thumbnails; where BlazePose's networks lie; getting them

A video of n latent frames (0.2 s) stands in the prompt after the user's turn and before <ctx>, as
``<vid>`` + n embeddings + ``</vid>``, embedding i belonging to latent frame i. The projector's second output
is added to the language model's hidden state from which the codes of latent frame i are sampled. Where
guidance runs a branch without the instruction, it has no video either.
"""
