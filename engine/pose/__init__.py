"""What a reference video shows: landmarks of the people in it, as embeddings for the language model and as poses.

    blazepose, landmarks, sides   one person's landmarks in each picture
    features                      landmarks at any rate, as one row for each latent frame
    poses                         the joints' rotations that landmarks show
    projector                     features as embeddings
    encoder                       all of it behind one interface; ``watch_video`` does everything for a file
    drawing, networks, fetch      thumbnails; where BlazePose's networks lie; getting them

A video of n latent frames (0.2 s) stands in the prompt after the user's turn and before <ctx>, as
``<vid>`` + n embeddings + ``</vid>``, embedding i belonging to latent frame i. The projector's second output
is added to the language model's hidden state from which the codes of latent frame i are sampled. Where
guidance runs a branch without the instruction, it has no video either.
"""
